import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import wavefile from 'wavefile'
import { untilCall } from '../fixtures/calls.ts'
import { until } from '../fixtures/until.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('a microphone in a noisy room', () => {
  const scene = createMixedScene()
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groupcall-noise-'))
    let low = 0
    const wav = new wavefile.WaveFile()
    wav.fromScratch(1, 48_000, '16', Array.from({ length: 96_000 }, () => {
      low = 0.95 * low + (Math.random() - 0.5) * 4_000

      return Math.max(-32_000, Math.min(32_000, Math.round(low)))
    }))
    await writeFile(join(folder, 'noise.wav'), wav.toBuffer())
  })

  after(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it(`sends noise, less of it, or nothing, as its owner wants during the call${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['ben'] })
    const [{ call: node }] = call.nodes
    const { page } = await call.addBrowser({ voice: 'ada', microphoneFile: join(folder, 'noise.wav') })
    await untilCall(node, 'track', () => node.participants.some(({ audio }) => audio != null))
    const level = (): number => node.participants[0].audio?.level ?? 0
    const { session, audio } = node.participants[0]

    await until('the noise to be heard', () => level() > 0.05)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByLabel('Strong noise suppression').check()
    await until('less noise', () => level() < 0.015, { seen: level })

    await page.getByLabel('Strong noise suppression').uncheck()
    await until('the noise to be heard again', () => level() > 0.05)

    await page.getByLabel('Voice activation').check()
    await page.getByLabel('Threshold').fill('-10')
    await until('silence', () => level() < 0.001, { seen: level })
    await page.getByLabel('Threshold').fill('-60')
    await until('the noise to be loud enough', () => level() > 0.05)
    // without another offer, or another session
    expect(node.participants[0]).to.include({ session, audio })
  })
})
