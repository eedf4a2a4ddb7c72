import { expect } from 'aegir/chai'
import { changeRoster } from '../../../src/group/index.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { createMembersOnlyGroup } from '../fixtures/members-only.ts'
import { keyOf, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { Identity } from '../../../keys/index.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { Group, Roster } from '../../../src/group/index.ts'
import type { SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [BEN, CLEO, DAN, EVE] = ['b', 'c', 'd', 'e'].map(keyOf)

describe('the roster during a call', () => {
  let identity: Identity
  let first: Group
  /** Without Cleo, and so with another secret */
  let second: Group
  let bus: ProtocolBus
  let ada: BusPeer
  let ben: BusPeer
  let cleo: BusPeer

  before(async () => {
    ({ owner: identity, group: first } = await createMembersOnlyGroup([BEN, CLEO]))
    second = await changeRoster(first, identity, { remove: [CLEO] })
  })

  beforeEach(() => {
    bus = new ProtocolBus();
    [ada, ben, cleo] = createLinkedCall(bus, [identity.publicKey, BEN, CLEO], { group: first })
  })

  const messageOf = (group: Group, secret?: Uint8Array): SignalMessage & { type: 'roster' } => ({ type: 'roster', roster: group.roster as Roster, secret })

  /** Returns who is sent a roster, and whether with its secret and directly */
  function rostersIn (effects: Effect[]): Array<[to: string, secret: boolean, direct: boolean]> {
    return effects.flatMap(effect => effect.type === 'send' && effect.message.type === 'roster' ? [[effect.to.publicKey, effect.message.secret != null, effect.direct === true]] : [])
  }

  it('brings the new secret to those who stay, directly, and not to a member who is removed', () => {
    const effects = ada.feed({ type: 'group', group: second })

    expect(rostersIn(effects)).to.have.deep.members([[BEN, true, true], [CLEO, false, false]])
    expect(effects).to.deep.include({ type: 'change-keys', group: second, staying: [ben.presence] })
    expect(effects.at(-1)).to.deep.equal({ type: 'adopted', group: second, renewed: true, bearer: undefined })
    expect(ada.events('group')).to.deep.equal([second])
  })

  it('disconnects a removed member for good, once it has had time to hear of it', () => {
    ada.feed({ type: 'group', group: second })
    expect(ada.others).to.include(CLEO)
    bus.pass(100)

    expect(ada.others).to.deep.equal([BEN])
    expect(ada.effects.filter(effect => effect.type === 'disconnect').map(({ record, left }) => [record.publicKey, left])).to.deep.equal([[CLEO, true]])
  })

  it('keeps its keys when a member is only added', async () => {
    const added = await changeRoster(first, identity, { add: [DAN] })
    const effects = ada.feed({ type: 'group', group: added })

    expect(rostersIn(effects)).to.have.deep.members([[BEN, false, true], [CLEO, false, true]])
    expect(effects.map(({ type }) => type)).to.not.include('change-keys')
    expect(effects.at(-1)).to.deep.equal({ type: 'adopted', group: added, renewed: false, bearer: undefined })
  })

  it('is passed on by those who learn of it, but not back', () => {
    const effects = ben.receive(ada.presence, messageOf(second, second.secret))

    expect(rostersIn(effects)).to.deep.equal([[CLEO, false, false]])
    expect(ben.protocol.group.secret).to.equal(second.secret)
    expect(effects.at(-1)).to.include({ type: 'adopted', renewed: true, bearer: ada.presence })
  })

  it('ends the call of a member who is no longer on it, and tells it no secret', () => {
    const effects = cleo.receive(ada.presence, messageOf(second))

    expect(cleo.error).to.have.property('name', 'RemovedError')
    expect(cleo.protocol.group).to.equal(first)
    expect(sentIn(effects)).to.deep.equal([])
  })

  it('is brought to a member who is behind, and to nobody else', () => {
    ada.feed({ type: 'group', group: second })
    bus.pass(1_000)

    expect(rostersIn(ada.receive(ben.presence, messageOf(first)))).to.deep.equal([[BEN, false, false]])
    expect(rostersIn(ada.receive(cleo.presence, messageOf(first)))).to.deep.equal([])
    // somebody outside of the call can't be answered
    expect(rostersIn(ada.feed({ type: 'roster', presence: ben.presence, roster: first.roster as Roster }))).to.deep.equal([])
  })

  it('is brought to a participant whose state shows an older version', () => {
    const state = (rosterVersion: number): SignalMessage => ({ type: 'state', state: stateOf({ participants: 3, rosterVersion }) })

    expect(rostersIn(ada.receive(ben.presence, state(0)))).to.deep.equal([[BEN, false, false]])
    expect(rostersIn(ada.receive(ben.presence, state(1)))).to.deep.equal([])
    expect(rostersIn(ada.receive(ben.presence, state(9)))).to.deep.equal([])
  })

  it('is not changed by a secret that no owner has signed, or that is missing', () => {
    ben.receive(ada.presence, messageOf(second, new Uint8Array(32)))
    ben.receive(ada.presence, messageOf(second))

    expect(ben.protocol.group).to.equal(first)
    expect(ben.events('group')).to.deep.equal([])
  })

  it('raises the alarm when there are two of one version', async () => {
    const [one, other] = await Promise.all([DAN, EVE].map(async publicKey => changeRoster(first, identity, { add: [publicKey] })))
    ada.feed({ type: 'group', group: one })
    ada.receive(ben.presence, messageOf(other))

    expect(ada.events('alarm')).to.deep.equal([{ version: 2 }])
  })

  it('says how many owners in the call a person who knocks has to wait for', async () => {
    const knock: SignalMessage = { type: 'join', state: stateOf({ participants: 1 }) }
    const waits = (peer: BusPeer): unknown => sentIn(peer.receive(presenceOf(DAN), knock)).find(([, { type }]) => type === 'wait')?.[1]
    expect(waits(ben)).to.deep.equal({ type: 'wait', owners: 1 })

    const promoted = await changeRoster(first, identity, { addOwners: [BEN] });
    [ada, ben].forEach(peer => { peer.feed({ type: 'group', group: promoted }) })
    expect(waits(ada)).to.deep.equal({ type: 'wait', owners: 2 })
    expect(waits(ben)).to.deep.equal({ type: 'wait', owners: 2 })
  })
})
