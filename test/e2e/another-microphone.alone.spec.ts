import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import wavefile from 'wavefile'
import { level } from '../../src/media/index.ts'
import { untilCall, untilHeard } from '../fixtures/calls.ts'
import { AUDIBLE, untilFrame } from '../fixtures/heard.ts'
import { createMixedScene } from './fixtures/scene.ts'
import type { BrowserParticipant } from './fixtures/browser-participant.ts'
import type { MixedCall } from './fixtures/mixed-call.ts'

/** Frames of 10 ms that may be silent in a row: less than a syllable */
const LONGEST_GAP = 20

describe('another microphone', () => {
  const scene = createMixedScene()
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groupcall-tone-'))
    const wav = new wavefile.WaveFile()
    wav.fromScratch(1, 48_000, '16', Array.from({ length: 48_000 }, (_, index) => Math.round(8_000 * Math.sin(index * 2 * Math.PI * 440 / 48_000))))
    await writeFile(join(folder, 'tone.wav'), wav.toBuffer())
  })

  after(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it(`is chosen during a call, without a gap and without a new offer${scene.skipped}`, async () => {
    const { browser, listen } = await join440(scene.create({ nodes: ['ben'] }))
    const { page } = browser
    await page.getByRole('button', { name: 'Settings' }).click()
    const longestGap = listen()
    await page.getByLabel('Microphone').selectOption({ label: 'Fake Audio Input 2' })
    await page.waitForFunction(() => (globalThis as any).probe.microphones.length === 2)

    await page.getByLabel('Microphone').selectOption({ label: 'Default microphone' })
    await page.waitForFunction(() => (globalThis as any).probe.microphones.length === 3)

    expect(await longestGap()).to.be.lessThan(LONGEST_GAP)
    expect(await browser.probe(({ microphones }) => microphones.map(({ label, readyState }) => [label, readyState]))).to.deep.equal([
      ['Fake Default Audio Input', 'ended'],
      ['Fake Audio Input 2', 'ended'],
      ['Fake Default Audio Input', 'live']
    ])
  })

  it(`has what is switched on in the call, without a gap${scene.skipped}`, async () => {
    const { browser, listen } = await join440(scene.create({ nodes: ['ben'] }))
    const { page } = browser
    // of the one that is open; none while there are two
    const untilProcessed = async (wanted: string): Promise<void> => {
      await page.waitForFunction(wanted => {
        const live = (globalThis as any).probe.microphones.filter(({ readyState }: MediaStreamTrack) => readyState === 'live')
        const { echoCancellation, noiseSuppression, autoGainControl } = live[0]?.getSettings() ?? {}

        return live.length === 1 && [echoCancellation, noiseSuppression, autoGainControl].join() === wanted
      }, wanted)
    }
    await page.getByRole('button', { name: 'Settings' }).click()
    await untilProcessed('false,false,false')

    const longestGap = listen()

    await page.getByLabel('Echo cancellation').check()
    await untilProcessed('true,false,false')
    await page.getByLabel('Noise suppression', { exact: true }).check()
    await untilProcessed('true,true,false')
    await page.getByLabel('Automatic volume').check()
    await untilProcessed('true,true,true')
    await page.getByLabel('Noise suppression', { exact: true }).uncheck()
    await untilProcessed('true,false,true')
    expect(await longestGap()).to.be.lessThan(LONGEST_GAP)
  })

  /** A participant that plays a tone; `listen` looks for gaps in it until its result is asked for */
  async function join440 (creating: Promise<MixedCall>): Promise<{ browser: BrowserParticipant, listen(): () => Promise<number> }> {
    const call = await creating
    const [{ call: node }] = call.nodes
    const browser = await call.addBrowser({ voice: 'ada', microphoneFile: join(folder, 'tone.wav') })
    await untilCall(node, 'track', () => node.participants.some(({ audio }) => audio != null))
    await untilHeard(node, node.participants[0])
    const { audio, session } = node.participants[0]

    return {
      browser,
      listen: () => {
        let gap = 0
        let longest = 0
        let ending = false
        const listened = untilFrame(audio?.track as MediaStreamTrack, frame => {
          gap = level(frame) < AUDIBLE ? gap + 1 : 0
          longest = Math.max(longest, gap)

          // what is on its way has come by the time that it is loud again
          return ending && gap === 0
        })

        return async () => {
          ending = true
          await listened
          // neither a new offer nor a new session
          expect(node.participants[0].audio).to.equal(audio)
          expect(node.participants[0].session).to.equal(session)

          return longest
        }
      }
    }
  }
})
