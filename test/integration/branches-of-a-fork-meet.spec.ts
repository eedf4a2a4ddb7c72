import { expect } from 'aegir/chai'
import { changeRoster } from '../../src/index.ts'
import { untilCall } from '../fixtures/calls.ts'
import { createMembers, joinAs, nextEvent } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'

describe('members on two branches of a roster, with different secrets', () => {
  const scene = createScene()

  it('meet in the epoch before the fork, are alarmed, and end in one call', async () => {
    const { members, group: first } = await createMembers(scene.network, 4)
    const [ada, ben, , dan] = members.map(({ identity }) => identity)
    const group = await changeRoster(first, ada, { addOwners: [ben.publicKey] })
    // each renews the secret, for an epoch of the same number
    const [adas, bens] = [await changeRoster(group, ada, { remove: [dan.publicKey] }), await changeRoster(group, ben, { remove: [dan.publicKey] })]
    const winner = await joinAs(members[0], adas)
    const loser = await joinAs(members[2], bens)
    scene.calls = [winner, loser]

    expect(await nextEvent(loser.call, 'alarm')).to.deep.equal({ version: 3, resolved: true })
    await untilCall(loser.call, 'participant:join', () => loser.call.participants.length === 1)
    expect(loser.call.group.secret).to.deep.equal(adas.secret)
  })

  it('as owners who removed each other: the owner who was named later learns of it', async () => {
    const { members, group: first } = await createMembers(scene.network, 2)
    const [ada, ben] = members.map(({ identity }) => identity)
    const group = await changeRoster(first, ada, { addOwners: [ben.publicKey] })
    const adas = await changeRoster(group, ada, { remove: [ben.publicKey] })
    const bens = await changeRoster(group, ben, { remove: [ada.publicKey] })
    const winner = await joinAs(members[0], adas)
    const loser = await joinAs(members[1], bens)
    scene.calls = [winner, loser]

    const [alarm, problem] = await Promise.all([nextEvent(loser.call, 'alarm'), nextEvent(loser.call, 'problem')])
    expect(alarm).to.deep.equal({ version: 3, resolved: true })
    expect(problem.error.name).to.equal('RemovedError')
    expect(winner.call.state).to.equal('active')
    // it was not told the secret of the branch that removed it
    expect(loser.call.group.secret).to.deep.equal(bens.secret)
  })
})
