import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { Door } from '../../src/call/door.ts'
import { Roll } from '../../src/call/roll.ts'
import { changeRoster, createGroup, createTicket, proveTicket } from '../../src/group/index.ts'
import type { Identity } from '../../keys/index.ts'
import type { MutableParticipant } from '../../src/call/participant.ts'
import type { Group, Ticket } from '../../src/group/index.ts'
import type { SignalMessage, SignedPresence } from '../../src/signaling/index.ts'

describe('the door of a members-only group', () => {
  let owner: Identity
  let member: Identity
  let group: Group
  let sent: Array<[to: string, type: string]>
  let told: string[]
  let tickets: Ticket[]

  before(async () => {
    [owner, member] = await Promise.all([createIdentity(), createIdentity()])
    group = await changeRoster(createGroup({ name: 'friends', owner, membersOnly: true }), owner, { add: [member.publicKey] })
  })

  beforeEach(() => {
    sent = []
    told = []
    tickets = []
  })

  function open (identity: Identity, others: Identity[]): Door {
    const send = (to: string, { type }: SignalMessage): void => { sent.push([to, type]) }
    const roll = new Roll({
      group,
      identity,
      signaling: { send, sendDirectly: send },
      others: new Map(others.map(({ publicKey }) => [publicKey, {} as unknown as MutableParticipant])),
      remove: () => {},
      onGroup: () => { told.push('group') },
      onAlarm: () => {},
      onRemoved: () => {}
    })

    return new Door({
      roll,
      publicKey: identity.publicKey,
      signaling: { send },
      tickets: () => tickets,
      onKnock: ({ publicKey }) => { told.push(`knock ${publicKey.slice(0, 2)}`) },
      onKnockEnd: ({ publicKey }) => { told.push(`end ${publicKey.slice(0, 2)}`) },
      onTicket: ticket => { tickets = tickets.filter(other => other !== ticket) },
      onDenied: ({ reason }) => { told.push(reason) },
      onError: err => { told.push(err.message) }
    })
  }

  it('is an owner\'s: who knocks is shown to it, and let in', async () => {
    const door = open(owner, [member])

    expect(door.onJoin(presence('ab'), {})).to.deep.equal([])
    expect(sent).to.deep.equal([[key('ab'), 'wait']])
    expect(door.knocks).to.deep.equal([{ publicKey: key('ab'), name: 'ab' }])

    await door.admit(key('ab'))
    expect(sent.slice(1)).to.deep.equal([[member.publicKey, 'roster'], [key('ab'), 'roster']])
    expect(told).to.deep.equal(['knock ab', 'group', 'end ab'])
    expect(door.knocks).to.deep.equal([])
  })

  it('is shown once, however often one knocks', () => {
    const door = open(owner, [])
    door.onJoin(presence('ab'), {})
    door.onJoin(presence('ab'), {})

    expect(told).to.deep.equal(['knock ab'])
    door.stop()
  })

  it('stays shut when the owner says so', () => {
    const door = open(owner, [])
    door.onJoin(presence('ab'), {})
    door.deny(key('ab'))

    expect(sent).to.deep.equal([[key('ab'), 'wait'], [key('ab'), 'refuse']])
    expect(told).to.deep.equal(['knock ab', 'not-a-member', 'end ab'])

    door.onKnock(presence('ab'), undefined, member.publicKey)
    expect(door.knocks, 'told of it again by a member').to.deep.equal([])
  })

  it('is shown to the owner by a member, who cannot open it', async () => {
    const door = open(member, [owner])

    expect(door.onJoin(presence('ab'), {})).to.deep.equal([owner.publicKey])
    expect(sent).to.deep.equal([[key('ab'), 'wait'], [owner.publicKey, 'knock']])
    expect(door.knocks).to.deep.equal([])

    door.onKnock(presence('cd'), undefined, owner.publicKey)
    expect(door.knocks).to.deep.equal([])
    await expect(door.admit(key('ab'))).to.eventually.be.rejected()
  })

  it('is shut when no owner is there, and to an invite that has ended', () => {
    open(member, []).onJoin(presence('ab'), {})
    open(owner, []).onJoin(presence('ab'), { expires: 1 })

    expect(told).to.deep.equal(['not-a-member', 'expired'])
    expect(sent.map(([, type]) => type)).to.deep.equal(['refuse', 'refuse'])
  })

  it('opens to a ticket, once', async () => {
    const door = open(owner, [])
    const ticket = createTicket()
    tickets = [ticket]
    const first = new Promise<void>(resolve => {
      const push = told.push.bind(told)
      told.push = (...items) => {
        if (items[0] === 'end ab') {
          resolve()
        }

        return push(...items)
      }
    })

    door.onJoin(presence('ab'), { ticket: proveTicket(ticket.secret, group.id, key('ab')) })
    door.onJoin(presence('cd'), { ticket: proveTicket(ticket.secret, group.id, key('cd')) })
    await first

    expect(tickets).to.deep.equal([])
    expect(door.knocks.map(({ publicKey }) => publicKey)).to.deep.equal([key('cd')])
    door.stop()
  })

  it('has room for few who wait: the newest', () => {
    const door = open(owner, [])
    Array.from({ length: 20 }, (_, index) => presence((index + 16).toString(16))).forEach(who => { door.onJoin(who, {}) })

    expect(door.knocks).to.have.lengthOf(16)
    expect(door.knocks.at(-1)?.publicKey).to.equal(key((19 + 16).toString(16)))
    door.stop()
  })
})

function key (digits: string): string {
  return digits.repeat(32)
}

function presence (digits: string): SignedPresence {
  return { publicKey: key(digits), name: digits, session: digits, sessionKey: new Uint8Array(32), addresses: [], signed: { presence: new Uint8Array(0), signature: new Uint8Array(0) } }
}
