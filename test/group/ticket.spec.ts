import { expect } from 'aegir/chai'
import { createGroup, createInvite, createTicket, findTicket, parseInvite, proveTicket } from '../../src/group/index.ts'

const OWNER = 'ab'.repeat(32)
const BEARER = 'cd'.repeat(32)

describe('a ticket', () => {
  const group = createGroup({ name: 'friends', owner: { publicKey: OWNER }, membersOnly: true })

  it('travels in an invite', () => {
    const ticket = createTicket()

    expect(parseInvite(createInvite(group, { ticket: ticket.secret })).ticket).to.deep.equal(ticket.secret)
  })

  it('is found by a proof of its bearer, and of nobody else', () => {
    const tickets = [createTicket(), createTicket(2_000), createTicket()]
    const proof = proveTicket(tickets[1].secret, group.id, BEARER)

    expect(findTicket(tickets, proof, group.id, BEARER, 1_999)).to.equal(tickets[1])
    expect(findTicket(tickets, proof, group.id, OWNER, 1_999)).to.equal(undefined)
    expect(findTicket(tickets, proof, new Uint8Array(32), BEARER, 1_999)).to.equal(undefined)
  })

  it('ends', () => {
    const ticket = createTicket(2_000)

    expect(findTicket([ticket], proveTicket(ticket.secret, group.id, BEARER), group.id, BEARER, 2_000)).to.equal(undefined)
  })
})
