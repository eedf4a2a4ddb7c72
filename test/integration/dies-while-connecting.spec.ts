import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'

/** ms within which it is gone, and half a second for a slow machine */
const GONE_WITHIN = 10_500

describe('a participant that dies before anybody has a link to it', () => {
  const scene = createScene()

  it('is gone within 10 s at everybody who was told of it, and the others talk on', async () => {
    scene.calls = await joinTogether(scene.network, 2)
    const calls = scene.calls.map(({ call }) => call)
    await untilAllHear(calls)
    // it asks to be let in, and then nothing more is heard of it
    const dead = await RawMember.create(scene.network, scene.calls[0])
    await dead.send(await dead.frame({ type: 'join', state: ALONE }))
    await Promise.all(calls.map(async call => untilCall(call, 'participant:join', () => call.participants.length === 2)))

    const began = performance.now()
    await Promise.all(calls.map(async call => untilCall(call, 'participant:leave', () => call.participants.length === 1)))
    expect(performance.now() - began).to.be.lessThan(GONE_WITHIN)
    await untilAllHear(calls)
  })
})
