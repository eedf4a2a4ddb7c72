import { expect } from 'aegir/chai'
import { changeRoster, createTicket, proveTicket } from '../../../src/group/index.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { createMembersOnlyGroup } from '../fixtures/members-only.ts'
import { keyOf, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { Identity } from '../../../keys/index.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { Group, Ticket } from '../../../src/group/index.ts'
import type { SignalMessage, SignedPresence } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [BEN, CLEO, DAN] = ['b', 'c', 'd'].map(keyOf)
const NOW = 1_000_000
const KNOCKER = { ...presenceOf(CLEO), name: 'Cleo' }

function join (more: { ticket?: Uint8Array, expires?: number } = {}): SignalMessage {
  return { type: 'join', state: stateOf({ participants: 1, settled: false }), ...more }
}

describe('people who knock at a members-only group', () => {
  let identity: Identity
  let group: Group
  let bus: ProtocolBus
  let owner: BusPeer
  let member: BusPeer
  let tickets: Ticket[]

  before(async () => {
    ({ owner: identity, group } = await createMembersOnlyGroup([BEN]))
  })

  beforeEach(() => {
    tickets = []
    bus = new ProtocolBus();
    [owner, member] = createLinkedCall(bus, [identity.publicKey, BEN], { group, tickets: () => tickets, wallClock: () => NOW })
  })

  /** The owner changes the roster, as `add-members` asks for */
  async function add (publicKey: string): Promise<Effect[]> {
    return owner.feed({ type: 'group', group: await changeRoster(group, identity, { add: [publicKey] }) })
  }

  function typesSent (effects: Effect[], to: string): string[] {
    return sentIn(effects).filter(([recipient]) => recipient === to).map(([, { type }]) => type)
  }

  it('are shown to an owner, and let in', async () => {
    expect(sentIn(owner.receive(KNOCKER, join()))).to.deep.equal([[CLEO, { type: 'wait', owners: 1 }]])
    expect(owner.events('knock')).to.deep.equal([{ publicKey: CLEO, name: 'Cleo' }])
    expect(owner.protocol.knocks).to.deep.equal([{ publicKey: CLEO, name: 'Cleo' }])
    expect(owner.others).to.not.include(CLEO)

    expect(owner.feed({ type: 'admit', publicKey: CLEO })).to.deep.equal([{ type: 'add-members', publicKeys: [CLEO] }])
    const effects = await add(CLEO)

    expect(typesSent(effects, CLEO)).to.deep.equal(['roster'])
    expect(typesSent(effects, BEN)).to.deep.equal(['roster'])
    expect(owner.events('knock:end')).to.deep.equal([{ publicKey: CLEO, name: 'Cleo' }])
    expect(owner.protocol.knocks).to.deep.equal([])

    owner.receive(KNOCKER, join())
    expect(owner.others).to.include(CLEO)
  })

  it('are shown once, however often they knock', () => {
    owner.receive(KNOCKER, join())
    owner.receive(KNOCKER, join())

    expect(owner.events('knock')).to.have.lengthOf(1)
    expect(owner.protocol.knocks).to.have.lengthOf(1)
  })

  it('are told when the owner denies them, and not shown again under the same session', () => {
    owner.receive(KNOCKER, join())

    expect(sentIn(owner.feed({ type: 'deny', publicKey: CLEO }))).to.deep.equal([[CLEO, { type: 'refuse', reason: 'not-a-member' }]])
    expect(owner.events('denied')).to.deep.equal([{ publicKey: CLEO, name: 'Cleo', reason: 'not-a-member' }])
    // nor does the owner ask such a person to let it in
    expect(owner.effects.filter(({ type }) => type === 'turned-away')).to.deep.equal([{ type: 'turned-away', presence: KNOCKER }])
    expect(owner.events('knock:end')).to.have.lengthOf(1)

    owner.receive(member.presence, { type: 'knock', presence: KNOCKER })
    expect(owner.protocol.knocks).to.deep.equal([])

    owner.receive(member.presence, { type: 'knock', presence: { ...presenceOf(CLEO, '2'), name: 'Cleo' } })
    expect(owner.protocol.knocks).to.have.lengthOf(1)
  })

  it('are shown to the owner by a member, who can neither show nor admit them itself', () => {
    const ticket = new Uint8Array(32)

    expect(sentIn(member.receive(KNOCKER, join({ ticket })))).to.deep.equal([
      [CLEO, { type: 'wait', owners: 1 }],
      [identity.publicKey, { type: 'knock', presence: KNOCKER, ticket }]
    ])
    expect(member.protocol.knocks).to.deep.equal([])

    member.receive(owner.presence, { type: 'knock', presence: presenceOf(DAN) })
    expect(member.protocol.knocks).to.deep.equal([])
    expect(member.events('knock')).to.deep.equal([])
  })

  it('are reached through the member that reported them', () => {
    owner.receive(member.presence, { type: 'knock', presence: KNOCKER })

    expect(owner.protocol.introducersOf(CLEO)).to.deep.equal([BEN])
    owner.feed({ type: 'deny', publicKey: CLEO })
    expect(owner.protocol.introducersOf(CLEO)).to.deep.equal([])
  })

  it('are heard of only from participants', () => {
    owner.receive(presenceOf(DAN), { type: 'knock', presence: KNOCKER })

    expect(owner.protocol.knocks).to.deep.equal([])
  })

  it('are refused while no owner is in the call', () => {
    owner.leave()
    bus.run()

    expect(sentIn(member.receive(KNOCKER, join()))).to.deep.equal([[CLEO, { type: 'refuse', reason: 'not-a-member' }]])
    expect(member.events('denied')).to.have.nested.property('[0].reason', 'not-a-member')
  })

  it('are refused when their invite has expired', () => {
    expect(sentIn(owner.receive(KNOCKER, join({ expires: NOW })))).to.deep.equal([[CLEO, { type: 'refuse', reason: 'expired' }]])
    expect(owner.protocol.knocks).to.deep.equal([])

    owner.receive(KNOCKER, join({ expires: NOW + 1 }))
    expect(owner.protocol.knocks).to.have.lengthOf(1)
  })

  it('need no owner if they have a ticket, which lets in one person', async () => {
    const ticket = createTicket()
    tickets = [ticket]
    const present = (presence: SignedPresence): Effect[] => owner.receive(presence, join({ ticket: proveTicket(ticket.secret, group.id, presence.publicKey) }))

    expect(present(KNOCKER)).to.deep.include({ type: 'add-members', publicKeys: [CLEO] })
    expect(owner.events('knock')).to.deep.equal([])
    expect(present(presenceOf(DAN)).some(({ type }) => type === 'add-members')).to.equal(false)
    expect(owner.events('knock')).to.deep.equal([{ publicKey: DAN, name: '' }])

    // it is spent once its bearer is on the roster, not before
    expect(owner.events('ticket')).to.deep.equal([])
    await add(CLEO)
    expect(owner.events('ticket')).to.deep.equal([ticket])
    expect(owner.protocol.knocks.map(({ publicKey }) => publicKey)).to.deep.equal([DAN])
  })

  it('are let in once by a ticket, however often they knock before they are on the roster', () => {
    const ticket = createTicket()
    tickets = [ticket]
    const message = join({ ticket: proveTicket(ticket.secret, group.id, CLEO) })

    expect([owner.receive(KNOCKER, message), owner.receive(KNOCKER, message)].flat().filter(({ type }) => type === 'add-members')).to.have.lengthOf(1)
  })

  it('need an owner if their ticket has expired, or is that of another person', () => {
    tickets = [createTicket(NOW), createTicket()]
    owner.receive(KNOCKER, join({ ticket: proveTicket(tickets[0].secret, group.id, CLEO) }))
    owner.receive(presenceOf(DAN), join({ ticket: proveTicket(tickets[1].secret, group.id, CLEO) }))

    expect(owner.events('knock')).to.have.lengthOf(2)
  })

  it('are at most sixteen, the newest', () => {
    const knockers = Array.from({ length: 20 }, (_, index) => (index + 16).toString(16).repeat(32))
    knockers.forEach(publicKey => { owner.receive(presenceOf(publicKey), join()) })

    expect(owner.protocol.knocks.map(({ publicKey }) => publicKey)).to.deep.equal(knockers.slice(4))
    expect(owner.events('knock:end')).to.have.lengthOf(4)
  })

  it('are pushed out by none but those that the same member invents', () => {
    const invented = Array.from({ length: 40 }, (_, index) => (index + 16).toString(16).repeat(32))
    owner.receive(KNOCKER, join())
    invented.forEach(publicKey => { owner.receive(member.presence, { type: 'knock', presence: presenceOf(publicKey) }) })
    owner.receive(presenceOf(DAN), join())

    expect(owner.protocol.knocks.map(({ publicKey }) => publicKey)).to.deep.equal([CLEO, ...invented.slice(-14), DAN])
  })

  it('are dropped when they stop knocking', () => {
    owner.receive(KNOCKER, join())
    bus.pass(100_000)
    owner.receive(KNOCKER, join())
    bus.pass(149_000)
    expect(owner.protocol.knocks).to.have.lengthOf(1)
    bus.pass(2_000)

    expect(owner.protocol.knocks).to.deep.equal([])
    expect(owner.events('knock:end')).to.have.lengthOf(1)
  })

  it('withdraw their request by leaving, of which the owners are given proof', () => {
    const frame = new Uint8Array([1])
    member.receive(KNOCKER, join())

    expect(member.receive(KNOCKER, { type: 'leave' }, { frame })).to.deep.equal([{ type: 'hand-on', to: owner.presence, frame }])

    owner.receive(member.presence, { type: 'knock', presence: KNOCKER })
    owner.receive(KNOCKER, { type: 'leave' })
    expect(owner.protocol.knocks).to.deep.equal([])
  })

  it('are given the roster if they are on it already', async () => {
    await add(CLEO)

    expect(typesSent(owner.receive(member.presence, { type: 'knock', presence: KNOCKER }), CLEO)).to.deep.equal(['roster'])
    expect(owner.protocol.knocks).to.deep.equal([])
  })

  it('are never the local participant, whatever a member says', () => {
    expect(owner.receive(member.presence, { type: 'knock', presence: presenceOf(identity.publicKey, '0') })).to.deep.equal([])
  })
})
