import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup } from '../../src/index.ts'
import { joinLater, untilCall } from '../fixtures/calls.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import type { GroupCall } from '../../src/index.ts'
import type { Signaling } from '../../src/signaling/index.ts'

describe('a participant that left before we came, and whose process lives', () => {
  const scene = createScene()

  it('is gone as soon as we have asked it twice, when a member brings its presence', async () => {
    const [lower, higher] = [await createIdentity(), await createIdentity()].sort((a, b) => a.publicKey < b.publicKey ? -1 : 1)
    const group = createGroup({ name: 'friends', owner: higher })
    const left = await joinLater(scene.network, group, { microphone: undefined }, lower)
    const { presence } = signalingOf(left.call)
    await left.call.leave()

    // we have the higher key, so we make the offer
    const victim = await joinLater(scene.network, group, { microphone: undefined }, higher)
    scene.calls.push(victim)
    const { call } = victim
    const gone: string[] = []
    signalingOf(call).addEventListener('gone', ({ detail: { publicKey } }) => { gone.push(publicKey) })
    const liar = await RawMember.create(scene.network, victim)
    const isThere = (): boolean => call.participants.some(({ publicKey }) => publicKey === lower.publicKey)
    await liar.send(await liar.frame({ type: 'welcome', presences: [presence], informed: [], state: ALONE }))
    await untilCall(call, 'participant:join', isThere)

    await untilCall(call, 'participant:leave', () => !isThere())
    expect(gone, 'said by the process, before its silence told').to.deep.equal([lower.publicKey])

    // and it stays away
    await liar.send(await liar.frame({ type: 'welcome', presences: [presence], informed: [], state: ALONE }))
    await liar.ask()
    expect(isThere()).to.equal(false)
  })
})

function signalingOf (call: GroupCall): Signaling {
  return (driverOf(call) as unknown as { signaling: Signaling }).signaling
}
