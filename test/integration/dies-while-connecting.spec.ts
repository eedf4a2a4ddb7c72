import { expect } from 'aegir/chai'
import { HEARTBEAT_INTERVAL } from '../../src/link/limits.ts'
import { joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'

/** ms of silence after which a participant that was never linked is gone: shorter than the 9 s that are usual */
const ABSENCE_LIMIT = 2_500

/** ms within which it is gone: two heartbeats later, and time for a slow machine, which is less than the half minute for which a link may take to connect */
const GONE_WITHIN = ABSENCE_LIMIT + 2 * HEARTBEAT_INTERVAL + 20_000

describe('a participant that dies before anyone is linked with it', () => {
  const scene = createScene({ limits: { absenceLimit: ABSENCE_LIMIT } })

  it('is gone in time for everyone that heard of it, and the others talk on', async () => {
    scene.calls = await joinTogether(scene.network, 2)
    const calls = scene.calls.map(({ call }) => call)
    await untilAllHear(calls)
    // it asks to join, and then sends nothing any more
    const dead = await RawMember.create(scene.network, scene.calls[0])
    await dead.send(await dead.frame({ type: 'join', state: ALONE }))
    await Promise.all(calls.map(async call => untilCall(call, 'participant:join', () => call.participants.length === 2)))

    const began = performance.now()
    await Promise.all(calls.map(async call => untilCall(call, 'participant:leave', () => call.participants.length === 1)))
    expect(performance.now() - began).to.be.lessThan(GONE_WITHIN)
    await untilAllHear(calls)
  })
})
