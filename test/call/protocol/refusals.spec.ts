import { expect } from 'aegir/chai'
import { GroupCallFullError, JoinRefusedError } from '../../../src/errors.ts'
import { changeRoster } from '../../../src/group/index.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { createMembersOnlyGroup } from '../fixtures/members-only.ts'
import { keyOf, presenceOf, ProtocolBus, stateOf } from '../fixtures/protocol-bus.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { Group } from '../../../src/group/index.ts'
import type { RefuseReason, SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [ADA, BEN, CLEO, DAN, MAL] = ['a', 'b', 'c', 'd', 'e'].map(keyOf)
const REASONS: RefuseReason[] = ['full', 'not-a-member', 'expired']
const WELCOME: SignalMessage = { type: 'welcome', presences: [], informed: [], state: stateOf({ participants: 1 }) }

/** Public keys of the members that are to be asked to let us in */
function askedIn (effects: Effect[]): string[] {
  return effects.flatMap(effect => effect.type === 'ask' ? [effect.member.publicKey] : [])
}

function refusal (reason: RefuseReason): SignalMessage {
  return { type: 'refuse', reason, ...(reason === 'full' ? { presences: [], state: stateOf({ participants: 8 }) } : {}) }
}

describe('a refusal', () => {
  let group: Group

  before(async () => {
    ({ group } = await createMembersOnlyGroup([ADA, BEN, CLEO, DAN]))
  })

  REASONS.forEach(reason => {
    it(`(${reason}) by a person who is not on the roster is dropped`, () => {
      const joining = new ProtocolBus().add(ADA, { group })

      expect(joining.receive(presenceOf(MAL), refusal(reason))).to.deep.equal([{ type: 'drop', reason: 'not-a-member', violation: true }])
      joining.feed({ type: 'exhausted' })
      expect(joining.error).to.equal(undefined)
      expect(joining.protocol.entered).to.equal(true)

      const alone = new ProtocolBus().add(ADA, { group })
      alone.feed({ type: 'exhausted' })
      expect(alone.receive(presenceOf(MAL), refusal(reason))).to.deep.equal([{ type: 'drop', reason: 'not-a-member', violation: true }])
      expect(alone.error).to.equal(undefined)
    })

    it(`(${reason}) never ends a call in progress`, () => {
      const bus = new ProtocolBus()
      const calls = [createLinkedCall(bus, [ADA, BEN, CLEO], { group })[0], createLinkedCall(new ProtocolBus(), [ADA], { group })[0]]

      for (const call of calls) {
        const others = call.others;
        [BEN, CLEO, DAN].forEach(publicKey => { call.receive(presenceOf(publicKey), refusal(reason)) })
        call.feed({ type: 'exhausted' })

        expect(call.error).to.equal(undefined)
        expect(call.others).to.include.members(others)
      }

      bus.pass(60_000)
      expect(calls[0].error).to.equal(undefined)
    })

    it(`(${reason}) does not end a join before everybody has been asked`, () => {
      const call = new ProtocolBus().add(ADA);
      [BEN, CLEO].forEach(publicKey => { call.receive(presenceOf(publicKey), refusal(reason)) })

      expect(call.error).to.equal(undefined)
      expect(call.effects.filter(effect => effect.type === 'answered').map(({ answer }) => answer)).to.deep.equal(['refused', 'refused'])

      call.feed({ type: 'exhausted' })
      expect(call.error).to.be.instanceOf(reason === 'full' ? GroupCallFullError : JoinRefusedError)
    })

    it(`(${reason}) does not end a join if somebody else lets us in, earlier or later`, () => {
      for (const order of [[0, 1], [1, 0]]) {
        const call = new ProtocolBus().add(ADA)
        const receive = [
          () => call.receive(presenceOf(BEN), refusal(reason)),
          () => call.receive(presenceOf(CLEO), WELCOME)
        ]
        order.forEach(index => { receive[index]() })
        call.feed({ type: 'exhausted' })

        expect(call.error).to.equal(undefined)
        expect(call.others).to.deep.equal([CLEO])
      }
    })

    it(`(${reason}) is forgotten when the same member lets us in after all`, () => {
      const call = new ProtocolBus().add(ADA)
      call.receive(presenceOf(BEN), refusal(reason))
      call.receive(presenceOf(BEN), WELCOME)
      call.receive(presenceOf(BEN), { type: 'leave' })
      call.feed({ type: 'exhausted' })

      expect(call.error).to.equal(undefined)
      expect(call.feed({ type: 'leave' }).find(effect => effect.type === 'goodbye')).to.have.property('others').that.deep.equals([])
    })
  })

  it('of more members than have let us in ends no call, as long as fewer than eight others speak', () => {
    const bus = new ProtocolBus()
    const [ada, ben] = [ADA, BEN].map(publicKey => bus.add(publicKey))
    ada.ask(ben)
    bus.run();
    [CLEO, DAN, MAL].forEach(publicKey => { ada.receive(presenceOf(publicKey), refusal('full')) })
    ada.feed({ type: 'exhausted' })
    bus.pass(15_000)

    expect(ada.error).to.equal(undefined)
    expect(ada.others).to.deep.equal([BEN])
  })

  it('ends no search when the member that has let us in leaves: others can be asked', () => {
    const ada = new ProtocolBus()
    const call = ada.add(ADA)
    call.receive(presenceOf(BEN), WELCOME)
    call.receive(presenceOf(BEN), { type: 'leave' })
    call.receive(presenceOf(CLEO), { type: 'refuse', reason: 'full', presences: [], state: stateOf({ participants: 8, settled: true }) })
    ada.pass(60_000)
    expect(call.error).to.equal(undefined)

    call.feed({ type: 'exhausted' })
    ada.pass(10_000)
    expect(call.error).to.be.instanceOf(GroupCallFullError)
  })

  it('of eight others who hold their places ends a call that nobody else has settled in', () => {
    const bus = new ProtocolBus()
    const [ada, ben] = [ADA, BEN].map(publicKey => bus.add(publicKey))
    ada.ask(ben)
    bus.run();
    [...'12345678'].forEach(digit => { ada.receive(presenceOf(keyOf(digit)), refusal('full')) })

    expect(ada.error).to.be.instanceOf(GroupCallFullError)
    expect(ben.error).to.equal(undefined)
  })

  it('may be the question of a member whose call has no place left: nobody begins a call with it', () => {
    const joining = new ProtocolBus().add(ADA, { group })
    joining.receive(presenceOf(BEN), { type: 'join', state: stateOf({ participants: 8 }), others: [...'123456'].map(keyOf).concat(CLEO) })
    expect([joining.protocol.entered, joining.others]).to.deep.equal([false, []])

    joining.feed({ type: 'exhausted' })
    expect(joining.error).to.be.instanceOf(GroupCallFullError)
  })

  it('for want of a place counts more than another reason, for what the user is told', () => {
    const call = new ProtocolBus().add(ADA)
    call.receive(presenceOf(BEN), refusal('expired'))
    call.receive(presenceOf(CLEO), refusal('full'))
    call.feed({ type: 'exhausted' })

    expect(call.error).to.be.instanceOf(GroupCallFullError)
  })

  it('that makes no sense during a call is dropped, and not held against its sender', () => {
    const [call, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN])

    expect(call.receive(ben.presence, refusal('expired')).at(-1)).to.deep.equal({ type: 'drop', reason: 'unexpected', violation: false })
  })
})

describe('the join of a person who is not on the roster', () => {
  let group: Group
  let owner: string
  let call: BusPeer

  before(async () => {
    const made = await createMembersOnlyGroup([BEN, CLEO])
    group = made.group
    owner = made.owner.publicKey
  })

  beforeEach(() => { call = new ProtocolBus().add(MAL, { group }) })

  it('goes on until as many have refused as there are owners who were told', () => { endsAfterTheOwner(2) })

  it('ends when every owner that it knows has refused, however many a member claims to have told', () => { endsAfterTheOwner(2 ** 32 - 1) })

  it('ends when nobody could tell an owner', () => {
    call.receive(presenceOf(BEN), refusal('not-a-member'))
    call.feed({ type: 'exhausted' })

    expect(call.error).to.be.instanceOf(JoinRefusedError).with.property('reason', 'not-a-member')
  })

  it('does not begin a call of its own', () => {
    call.feed({ type: 'exhausted' })

    expect(call.protocol.entered).to.equal(false)
    expect(call.error).to.equal(undefined)
  })

  it('asks the members that waited with it again once it is on the roster, and the one that brought it', async () => {
    const { group: before, owner } = await createMembersOnlyGroup([BEN, CLEO])
    call = new ProtocolBus().add(MAL, { group: before })
    call.receive(presenceOf(BEN), { type: 'wait', owners: 1 })
    expect(askedIn(call.receive(presenceOf(DAN), { type: 'join', state: stateOf() }))).to.deep.equal([DAN])
    expect(askedIn(call.receive(presenceOf(DAN), { type: 'join', state: stateOf() }))).to.deep.equal([])
    expect(askedIn(call.feed({ type: 'adopted' }))).to.deep.equal([])

    call.feed({ type: 'group', group: await changeRoster(before, owner, { add: [MAL] }) })
    expect(askedIn(call.feed({ type: 'adopted', bearer: presenceOf(CLEO) }))).to.have.members([BEN, CLEO, DAN])
    expect(askedIn(call.feed({ type: 'adopted' }))).to.deep.equal([])
  })

  it('is not helped by a welcome, since its sender may not know the roster', () => {
    call.receive(presenceOf(BEN), WELCOME)

    expect(call.others).to.deep.equal([])
    expect(call.protocol.entered).to.equal(false)
  })

  /** A member claims to have told so many owners, and refuses; then the only one there is refuses, too */
  function endsAfterTheOwner (owners: number): void {
    call.receive(presenceOf(BEN), { type: 'wait', owners })
    call.receive(presenceOf(CLEO), refusal('not-a-member'))
    call.feed({ type: 'exhausted' })
    expect(call.error).to.equal(undefined)

    call.receive(presenceOf(owner), refusal('not-a-member'))
    call.feed({ type: 'exhausted' })
    expect(call.error).to.be.instanceOf(JoinRefusedError)
  }
})
