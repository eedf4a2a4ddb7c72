import { expect } from 'aegir/chai'
import { FRAME_SAMPLES, InputMicrophone } from '../../src/media/index.ts'
import type { FrameClock } from '../../src/media/index.ts'

const [LOUD, QUIET] = [8_000, 0].map(sample => new Int16Array(FRAME_SAMPLES).fill(sample))

describe('a muted microphone', () => {
  let heard: Int16Array = QUIET
  let sent: Int16Array[]
  let tick: () => void
  let microphone: InputMicrophone

  beforeEach(() => {
    sent = []
    microphone = new InputMicrophone({
      kind: 'mic',
      input: { read: () => heard, stop: async () => {} },
      clock: {
        add: (listener: () => void) => {
          tick = listener

          return () => {}
        }
      } as unknown as FrameClock,
      source: { createTrack: () => ({ enabled: true, stop: () => {} }) as unknown as MediaStreamTrack, push: samples => { sent.push(samples) } }
    })
    microphone.mute()
  })

  afterEach(async () => {
    await microphone.stop()
  })

  function say (frame: Int16Array, ms: number): void {
    heard = frame

    for (let passed = 0; passed < ms; passed += 10) {
      tick()
    }
  }

  it('notices speech that nobody hears, and sends none of it', () => {
    say(LOUD, 100)
    expect(microphone).to.include({ unheard: true, speaking: false, level: 0 })
    expect(sent.every(samples => samples.every(sample => sample === 0))).to.equal(true)

    say(QUIET, 1_000)
    expect(microphone.unheard).to.equal(false)
  })

  it('forgets what it noticed once it is unmuted', () => {
    say(LOUD, 100)
    microphone.unmute()
    expect(microphone.unheard).to.equal(false)
    microphone.mute()
    expect(microphone.unheard).to.equal(false)
  })
})
