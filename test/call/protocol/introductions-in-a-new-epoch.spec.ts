import { expect } from 'aegir/chai'
import { changeRoster } from '../../../src/group/index.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { createMembersOnlyGroup } from '../fixtures/members-only.ts'
import { keyOf, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { Group } from '../../../src/group/index.ts'
import type { SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [ADA, BEN, CLEO, DAN, EVE] = ['a', 'b', 'c', 'd', 'e'].map(keyOf)
const NEWCOMER = presenceOf(DAN)
const JOIN: SignalMessage = { type: 'join', state: stateOf({ participants: 1, rosterVersion: 2 }) }
const GREETING: SignalMessage = { type: 'welcome', presences: [], informed: [], state: stateOf({ participants: 4, rosterVersion: 2 }) }

describe('introductions in a new epoch', () => {
  let first: Group
  let second: Group
  let ada: BusPeer
  let ben: BusPeer
  let cleo: BusPeer

  before(async () => {
    const { owner, group } = await createMembersOnlyGroup([ADA, BEN, CLEO, DAN, EVE])
    first = group
    second = await changeRoster(group, owner, { remove: [EVE] })
  })

  beforeEach(() => {
    [ada, ben, cleo] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO], { group: first })
    ada.feed({ type: 'group', group: second })
  })

  it('are made up for once a participant has introduced itself there', () => {
    expect(toldIn(ada.receive(NEWCOMER, JOIN))).to.deep.equal(['d: ', 'b: d', 'c: d'])
    expect(toldIn(ada.receive(ben.presence, GREETING))).to.deep.equal(['d: b'])
    expect(toldIn(ada.receive(cleo.presence, GREETING))).to.deep.equal(['d: c'])

    // once is enough
    expect(toldIn(ada.receive(ben.presence, GREETING))).to.deep.equal([])
  })

  it('are not made by a message that is sealed for the previous epoch', () => {
    ada.receive(NEWCOMER, JOIN)

    expect(toldIn(ada.receive(ben.presence, GREETING, { current: false }))).to.deep.equal([])
  })

  it('are not made to a participant that has left meanwhile', () => {
    ada.receive(NEWCOMER, JOIN)
    ada.receive(NEWCOMER, { type: 'leave' })

    expect(toldIn(ada.receive(ben.presence, GREETING))).to.deep.equal([])
  })

  it('are not repeated to a participant that has not introduced itself there yet', () => {
    const state: SignalMessage = { type: 'state', state: stateOf({ participants: 1, rosterVersion: 2 }) }

    expect(toldIn(ada.receive(ben.presence, state, { current: false }))).to.deep.equal([])
    expect(toldIn(ada.receive(ben.presence, state))).to.deep.equal(['b: '])
    ada.receive(cleo.presence, GREETING)
    expect(toldIn(ada.receive(ben.presence, state))).to.deep.equal(['b: c'])
  })
})

/** Returns the introductions that were sent, by the first digit of each key */
function toldIn (effects: Effect[]): string[] {
  return sentIn(effects).flatMap(([to, message]) => message.type === 'welcome' ? [`${to[0]}: ${message.presences.map(({ publicKey }) => publicKey[0]).join(' ')}`] : [])
}
