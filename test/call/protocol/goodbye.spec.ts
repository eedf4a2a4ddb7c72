import { expect } from 'aegir/chai'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { createMembersOnlyGroup } from '../fixtures/members-only.ts'
import { keyOf, presenceOf, ProtocolBus, stateOf } from '../fixtures/protocol-bus.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [ADA, BEN, CLEO, DAN, EVE] = ['a', 'b', 'c', 'd', 'e'].map(keyOf)
const FULL: SignalMessage = { type: 'refuse', reason: 'full', presences: [], state: stateOf({ participants: 8 }) }
const WELCOME: SignalMessage = { type: 'welcome', presences: [], informed: [], state: stateOf({ participants: 3 }) }

describe('a goodbye', () => {
  function goodbyeOf (peer: BusPeer): Effect & { type: 'goodbye' } {
    return peer.feed({ type: 'leave' }).find(effect => effect.type === 'goodbye') as Effect & { type: 'goodbye' }
  }

  it('goes to every participant', () => {
    const [ada, ben, cleo] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO])

    expect(goodbyeOf(ada)).to.deep.equal({ type: 'goodbye', participants: [ben.presence, cleo.presence], carriers: [], others: [] })
  })

  it('goes over no link to those who may pass it on to participants without a link', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO])
    ada.receive(ben.presence, { ...WELCOME, presences: [presenceOf(DAN), presenceOf(EVE)] })
    const goodbye = goodbyeOf(ada)

    expect(goodbye.participants.map(({ publicKey }) => publicKey)).to.deep.equal([BEN, CLEO, DAN, EVE])
    expect(goodbye.carriers).to.have.members([BEN, CLEO])
  })

  it('takes that way even if their own link is down: another path may lead to them', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
    ada.receive(ben.presence, { ...WELCOME, presences: [presenceOf(DAN)] })
    ada.feed({ type: 'link', publicKey: BEN, state: 'reconnecting' })

    expect(goodbyeOf(ada).carriers).to.include(BEN)
  })

  it('goes to members who could not let us in, and may do so later', async () => {
    const { group } = await createMembersOnlyGroup([BEN, CLEO])
    const joining = new ProtocolBus().add(EVE, { group })
    joining.receive(presenceOf(BEN), { type: 'wait', owners: 1 })
    joining.receive(presenceOf(CLEO), { type: 'refuse', reason: 'not-a-member' })

    expect(goodbyeOf(joining).others.map(({ publicKey }) => publicKey)).to.deep.equal([BEN, CLEO])
  })

  it('does not go to a waiting member that has left, or lets us in', () => {
    const joining = new ProtocolBus().add(EVE)
    joining.receive(presenceOf(BEN), { type: 'wait', owners: 1 })
    joining.receive(presenceOf(BEN), { type: 'leave' })
    joining.receive(presenceOf(CLEO), FULL)
    joining.receive(presenceOf(DAN), { type: 'wait', owners: 1 });
    [CLEO, DAN].forEach(publicKey => { joining.receive(presenceOf(publicKey), WELCOME) })
    const { participants, others } = goodbyeOf(joining)

    expect(participants.map(({ publicKey }) => publicKey)).to.deep.equal([CLEO, DAN])
    expect(others).to.deep.equal([])
  })

  it('goes to rivals for our place, who then need not give way', () => {
    const joining = new ProtocolBus().add(EVE)
    joining.receive(presenceOf(BEN), WELCOME)
    joining.receive(presenceOf(CLEO), { ...FULL, presences: [presenceOf(DAN)] })

    expect(goodbyeOf(joining).others.map(({ publicKey }) => publicKey)).to.have.members([CLEO, DAN])
  })

  it('goes to rivals that have spoken, however many others are only named', () => {
    const joining = new ProtocolBus().add(EVE)
    joining.receive(presenceOf(BEN), WELCOME)
    joining.receive(presenceOf(CLEO), FULL)
    const invented = [...'12345678'].map(digit => presenceOf(keyOf(digit)))
    joining.receive(presenceOf(DAN), { ...FULL, presences: [presenceOf(BEN), ...invented] })
    joining.receive(presenceOf(DAN), { ...FULL, presences: [presenceOf(BEN), ...invented] })

    expect(goodbyeOf(joining).others.map(({ publicKey }) => publicKey)).to.include.members([CLEO, DAN]).and.have.lengthOf(8)
  })

  it('ends the call: nothing that comes after it has any effect', () => {
    const bus = new ProtocolBus()
    const [ada, ben] = createLinkedCall(bus, [ADA, BEN])
    ada.feed({ type: 'leave' })

    expect(ada.receive(ben.presence, { type: 'chat', text: 'wait' })).to.deep.equal([])
    expect(ada.feed({ type: 'link', publicKey: BEN, state: 'closed' })).to.deep.equal([])
    expect(ada.protocol.nextWake).to.equal(undefined)
  })

  it('is passed on to those who were told of a participant that leaves', () => {
    const [ada, , cleo] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO])
    const dan = presenceOf(DAN)
    const frame = new Uint8Array([1])
    ada.receive(dan, { type: 'join', state: stateOf({ participants: 1, settled: false }) })
    ada.feed({ type: 'goodbye', publicKey: BEN })

    expect(ada.receive(dan, { type: 'leave' }, { frame }).filter(({ type }) => type === 'hand-on')).to.deep.equal([{ type: 'hand-on', to: cleo.presence, frame }])
  })
})
