import { expect } from 'aegir/chai'
import { AudioReceiver, VoiceMix } from '../../src/media/index.ts'
import { ToneInput } from '../../src/media/sources/tone.ts'
import { createAudioSource } from '../../src/webrtc/index.ts'
import { ToneListener, tonesIn } from '../fixtures/tones.ts'
import { until } from '../fixtures/until.ts'
import type { FrameClock } from '../../src/media/index.ts'
import type { AudioSource } from '../../src/webrtc/index.ts'

const [LOCAL, ADA, BEN] = [500, 900, 1_700]
const ALL = [LOCAL, ADA, BEN]

/** A track that a test feeds with a tone, a frame at a time */
class FedTrack {
  readonly track: MediaStreamTrack
  private readonly source = createAudioSource()
  private readonly input: ToneInput

  constructor (hz: number) {
    this.track = this.source.createTrack()
    this.input = new ToneInput(hz)
  }

  push (): void {
    this.source.push(this.input.read())
  }
}

describe('what a carrier sends', () => {
  let tick: () => void
  let stopped: boolean
  let heard: ToneListener
  let mix: VoiceMix
  let local: FedTrack
  let ada: FedTrack
  let ben: FedTrack
  let receivers: AudioReceiver[]

  beforeEach(() => {
    const clock = {
      add: (added: () => void) => {
        tick = added

        return () => { stopped = true }
      }
    }
    const track = { stop: () => {} } as unknown as MediaStreamTrack
    const source: AudioSource = { createTrack: () => track, push: frame => { heard.push(frame) } }
    stopped = false
    heard = new ToneListener()
    mix = new VoiceMix({ clock: clock as unknown as FrameClock, source })
    ;[local, ada, ben] = ALL.map(hz => new FedTrack(hz))
    receivers = [ada, ben].map(({ track }) => new AudioReceiver(track))
  })

  afterEach(() => {
    mix.stop()
    receivers.forEach(receiver => { receiver.stop() })
  })

  /** Lets time pass until a tone would be heard, and returns the tones that are */
  async function listen (): Promise<number[]> {
    for (let frame = 0; frame < 20; frame++) {
      let arrived = false
      const stop = receivers[1].listen(() => { arrived = true })
      local.push()
      ada.push()
      // the last that is fed is the last that arrives
      ben.push()
      await until('a frame to arrive', () => arrived, { interval: 1 })
      stop()
      tick()
    }

    return tonesIn(heard.samples, ALL)
  }

  it('is its own voice and those that it carries', async () => {
    mix.update(local.track, [receivers[0]])
    expect(await listen()).to.deep.equal([LOCAL, ADA])

    mix.update(local.track, receivers)
    expect(await listen()).to.deep.equal(ALL)

    mix.update(local.track, [receivers[1]])
    expect(await listen()).to.deep.equal([LOCAL, BEN])
  })

  it('is only what it carries while there is no microphone, or it is muted', async () => {
    mix.update(undefined, [receivers[0]])
    expect(await listen()).to.deep.equal([ADA])

    mix.update(local.track, [receivers[0]])
    local.track.enabled = false
    expect(await listen()).to.deep.equal([ADA])
  })

  it('comes from another microphone when that is replaced', async () => {
    mix.update(local.track, [receivers[0]])
    await listen()
    mix.update(ben.track, [receivers[0]])

    expect(await listen()).to.deep.equal([ADA, BEN])
  })

  it('is as loud as each voice was', async () => {
    mix.update(local.track, receivers)
    await listen()

    for (const hz of ALL) {
      // a quarter of full scale each
      expect(tonesIn(heard.samples, [hz], 0.23), `${hz} Hz`).to.have.lengthOf(1)
      expect(tonesIn(heard.samples, [hz], 0.27), `${hz} Hz`).to.have.lengthOf(0)
    }
  })

  it('is silence when nobody speaks', () => {
    tick()
    expect([...heard.samples].every(sample => sample === 0)).to.equal(true)
  })

  it('ends when nothing is carried any longer', () => {
    mix.update(local.track, receivers)
    mix.stop()

    expect(stopped).to.equal(true)
  })
})
