import { expect } from 'aegir/chai'
import { FRAME_SAMPLES, FrameClock, InputMicrophone } from '../../src/media/index.ts'
import { createAudioSource } from '../../src/webrtc/index.ts'

const BAD: Array<[string, any]> = [
  ['479 samples', new Int16Array(479)],
  ['481 samples', new Int16Array(481)],
  ['no samples', new Int16Array(0)],
  ['floats with NaN in them', new Float32Array(FRAME_SAMPLES).fill(Number.NaN)],
  ['NaN', Number.NaN],
  ['a plain array', Array.from({ length: FRAME_SAMPLES }, () => 0)],
  ['nothing', undefined]
]

describe('anything other than a frame', () => {
  for (const [what, frame] of BAD) {
    it(`(${what}) makes an audio source throw a TypeError, before native code sees it`, () => {
      expect(() => { createAudioSource().push(frame) }).to.throw(TypeError)
    })

    it(`(${what}) from an input ends the microphone, and silence is sent`, async () => {
      const pushed: Int16Array[] = []
      let now = 0
      const clock = new FrameClock({ now: () => now })
      const microphone = new InputMicrophone({
        kind: 'raw',
        input: { read: () => frame, stop: async () => {} },
        clock,
        source: { createTrack: () => ({ enabled: true, stop: () => {} }) as unknown as MediaStreamTrack, push: samples => { pushed.push(samples) } }
      })
      const ticked = new Promise<void>(resolve => {
        const leave = clock.add(() => {
          leave()
          resolve()
        })
      })
      now = 10
      await ticked

      expect(microphone.ended).to.equal(true)
      expect(pushed.length).to.be.greaterThan(0)
      expect(pushed.every(samples => samples instanceof Int16Array && samples.length === FRAME_SAMPLES && samples.every(sample => sample === 0))).to.equal(true)
      await microphone.stop()
    })
  }
})
