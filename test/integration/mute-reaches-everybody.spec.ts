import { joinTogether, untilAllHear, untilCall, untilHeard } from '../fixtures/calls.ts'
import { untilSilent } from '../fixtures/heard.ts'
import { createScene } from '../fixtures/scene.ts'
import type { GroupCall } from '../../src/index.ts'

describe('mute', () => {
  const scene = createScene()

  it('silences the one track for everybody, is announced, and ends', async () => {
    scene.calls = await joinTogether(scene.network, 3)
    const [speaker, ...listeners] = scene.calls.map(({ call }) => call)
    await untilAllHear(scene.calls.map(({ call }) => call))
    const { publicKey } = speaker
    const muted = (muted: boolean) => async (call: GroupCall): Promise<void> => untilCall(call, 'participant:update', () => call.participants.some(participant => participant.publicKey === publicKey && participant.muted === muted))

    const silent = Promise.all(listeners.map(async call => untilSilent(call, publicKey)))
    speaker.mute()
    await silent
    await Promise.all(listeners.map(muted(true)))

    speaker.unmute()
    await Promise.all(listeners.map(muted(false)))
    await Promise.all(listeners.map(async call => untilHeard(call, { publicKey })))
  })
})
