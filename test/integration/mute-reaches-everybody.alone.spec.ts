import { expect } from 'aegir/chai'
import { level } from '../../src/media/index.ts'
import { joinTogether, untilAllHear, untilCall, untilHeard } from '../fixtures/calls.ts'
import { AUDIBLE, untilFrame } from '../fixtures/heard.ts'
import { createScene } from '../fixtures/scene.ts'

/** ms from mute to silence at every listener: less than 100 unless the machine is busy */
const SILENT_WITHIN = 500

/** Silence for so many frames of 10 ms is no gap in a tone */
const FRAMES_OF_SILENCE = 5

describe('mute', () => {
  const scene = createScene()

  it('silences the one track for everybody at once, is announced, and ends', async () => {
    scene.calls = await joinTogether(scene.network, 3)
    const [speaker, ...listeners] = scene.calls.map(({ call }) => call)
    await untilAllHear(scene.calls.map(({ call }) => call))

    const began = performance.now()
    const silent = Promise.all(listeners.map(async call => {
      const track = call.participants.find(({ publicKey }) => publicKey === speaker.publicKey)?.audio?.track as MediaStreamTrack
      let first = 0
      let frames = 0

      await untilFrame(track, frame => {
        frames = level(frame) < AUDIBLE ? frames + 1 : 0
        first = frames === 1 ? performance.now() : first

        return frames === FRAMES_OF_SILENCE
      })

      return first - began
    }))
    speaker.mute()

    for (const time of await silent) {
      expect(time).to.be.lessThan(SILENT_WITHIN)
    }

    const muted = (muted: boolean) => async (call: typeof speaker): Promise<void> => untilCall(call, 'participant:update', () => call.participants.some(participant => participant.publicKey === speaker.publicKey && participant.muted === muted))
    await Promise.all(listeners.map(muted(true)))

    speaker.unmute()
    await Promise.all(listeners.map(muted(false)))
    await Promise.all(listeners.map(async call => untilHeard(call, { ...call.participants.find(({ publicKey }) => publicKey === speaker.publicKey) } as any)))
  })
})
