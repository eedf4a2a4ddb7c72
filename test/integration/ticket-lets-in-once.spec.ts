import { expect } from 'aegir/chai'
import { createInvite, createTicket, parseInvite } from '../../src/index.ts'
import { untilAllHear } from '../fixtures/calls.ts'
import { createMembers, joinAs, nextEvent } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'
import type { Ticket } from '../../src/index.ts'

describe('a one-time invite', () => {
  const scene = createScene()

  it('admits its bearer without asking, but not a second person', async () => {
    const { members: [owner, member], group } = await createMembers(scene.network, 2)
    let tickets: Ticket[] = [createTicket()]
    const { group: invited, ticket } = parseInvite(createInvite(group, { ticket: tickets[0].secret }))
    scene.calls = [await joinAs(owner, group, { tickets: () => tickets }), await joinAs(member, group)]
    const [{ call }] = scene.calls
    call.addEventListener('ticket', ({ detail }) => { tickets = tickets.filter(open => open !== detail) })

    scene.calls.push(await joinAs(await scene.network.createPeer(), invited, { ticket }))
    await untilAllHear(scene.calls.map(joined => joined.call))
    expect(tickets).to.deep.equal([])

    const second = await scene.network.createPeer()
    const knocking = nextEvent(call, 'knock')
    const joining = joinAs(second, invited, { ticket })
    expect(await knocking).to.have.property('publicKey', second.identity.publicKey)
    call.deny(second.identity.publicKey)
    await expect(joining).to.eventually.be.rejected().with.property('name', 'JoinRefusedError')
  })
})
