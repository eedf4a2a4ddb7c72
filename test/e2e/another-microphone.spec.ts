import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import wavefile from 'wavefile'
import { level } from '../../src/media/index.ts'
import { untilCall, untilHeard } from '../fixtures/calls.ts'
import { AUDIBLE, untilFrame } from '../fixtures/heard.ts'
import { createMixedScene } from './fixtures/scene.ts'

/** Frames of 10 ms that may be silent in a row: less than a syllable */
const LONGEST_GAP = 20

/** Frames that are listened to: longer than a browser takes to open a microphone */
const LISTEN = 300

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

  it(`is talked through without a gap, and without a new offer${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['ben'] })
    const [{ call: node }] = call.nodes
    const browser = await call.addBrowser({ voice: 'ada', microphoneFile: join(folder, 'tone.wav') })
    await untilCall(node, 'track', () => node.participants.some(({ audio }) => audio != null))
    await untilHeard(node, node.participants[0])
    const { audio, session } = node.participants[0]

    let gap = 0
    let longest = 0
    let frames = 0
    const listened = untilFrame(audio?.track as MediaStreamTrack, frame => {
      gap = level(frame) < AUDIBLE ? gap + 1 : 0
      longest = Math.max(longest, gap)

      return ++frames === LISTEN
    })
    await browser.page.evaluate(() => { (document.querySelector('group-call') as any).session.setProcessing({ autoGainControl: true }) })
    await listened

    expect(longest).to.be.lessThan(LONGEST_GAP)
    expect(node.participants[0].audio).to.equal(audio)
    expect(node.participants[0].session).to.equal(session)
    expect((await browser.state()).devices.processing.autoGainControl).to.equal(true)
  })
})
