import { expect } from 'aegir/chai'
import { changeRoster } from '../../src/index.ts'
import { untilAllHear, untilCall } from '../fixtures/calls.ts'
import { driverOf, onInput } from '../fixtures/driver-of.ts'
import { createMembers, joinAs, keysIn, talk } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'
import type { TestCall } from '../fixtures/calls.ts'

describe('members who were away when an epoch ended', () => {
  const scene = createScene()

  it('get into the new epoch when they come back', async () => {
    const { members, group } = await createMembers(scene.network, 4)
    const [owner, member, removed, straggler] = members
    const groups: number[] = []
    scene.calls = await talk([owner, member], group)

    await scene.calls[0].call.changeRoster({ remove: [removed.identity.publicKey] })
    await untilCall(scene.calls[1].call, 'group', () => scene.calls[1].call.group.epoch === 1)

    const late = await joinAs(straggler, group)
    late.call.addEventListener('group', ({ detail }) => { groups.push(detail.epoch) })
    scene.calls.push(late)
    await untilAllHear(scene.calls.map(({ call }) => call))

    expect(late.call.group.epoch).to.equal(1)
    expect(late.call.group.secret).to.deep.equal(scene.calls[0].call.group.secret)
  })

  it('are found by the owner that changed it while they talk', async () => {
    const { members, group } = await createMembers(scene.network, 4)
    const [owner, ada, ben, removed] = members
    const talking = await talk([ada, ben, removed], group)
    scene.calls.push(...talking)

    const changed = await changeRoster(group, owner.identity, { remove: [removed.identity.publicKey] })
    const sessions = sessionsOf(owner.identity.publicKey, talking)
    const late = await joinAs(owner, changed)
    scene.calls.push(late)
    const together = [late, talking[0], talking[1]]
    await untilAllHear(together.map(({ call }) => call))

    together.forEach(({ call }) => {
      expect(call.group.epoch).to.equal(1)
      expect(keysIn(call)).to.not.include(removed.identity.publicKey)
    })
    await untilCall(talking[2].call, 'state', () => talking[2].call.state === 'ended')

    // one session looks for them and is in the call: a second one would be taken for newer,
    // and the first for a ghost
    expect([...sessions]).to.deep.equal([driverOf(late.call).session.id])
  })
})

/** Fills with the sessions of an identity that speak to these from now on */
function sessionsOf (publicKey: string, calls: TestCall[]): Set<string> {
  const sessions = new Set<string>()

  for (const { call } of calls) {
    // messages are no event of the call
    onInput(call, input => {
      if (input.type === 'message' && input.presence.publicKey === publicKey) {
        sessions.add(input.presence.session)
      }
    })
  }

  return sessions
}
