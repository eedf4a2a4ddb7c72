import { expect } from 'aegir/chai'
import { ReplacedError } from '../../../src/errors.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, OFFER, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [ADA, BEN, MAL] = ['a', 'b', 'd'].map(keyOf)
/** Other sessions of Ada; session 1 is in the call */
const NEWER = presenceOf(ADA, '2')
const OLDER = presenceOf(ADA, '0')
const JOIN: SignalMessage = { type: 'join', state: stateOf() }

describe('a process of the same identity', () => {
  let ada: BusPeer
  let ben: BusPeer

  beforeEach(() => {
    [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
  })

  const ending: SignalMessage[] = [
    JOIN,
    { type: 'welcome', presences: [], informed: [], state: stateOf() },
    OFFER,
    { type: 'restart', fresh: false },
    { type: 'state', state: stateOf() },
    { type: 'present', presences: [] },
    { type: 'refuse', reason: 'full' },
    { type: 'chat', text: 'here' }
  ]

  ending.forEach(message => {
    it(`replaces ours with a ${message.type} if it is newer`, () => {
      const effects = ada.receive(NEWER, message)

      expect(ada.error).to.be.instanceOf(ReplacedError)
      // it isn't told to others as a participant of this call
      expect(sentIn(effects)).to.deep.equal([[ADA, { type: 'leave' }]])
    })
  })

  it('is replaced by a join of ours, although it is newer, if it is in the call and finds us first', () => {
    for (const ghost of [{ state: stateOf({ settled: true }) }, { state: stateOf({ settled: false }), others: [BEN] }]) {
      const joining = new ProtocolBus().add(ADA)

      expect(joining.receive(NEWER, { type: 'join', ...ghost })).to.deep.equal([{ type: 'renew-session', above: NEWER, member: NEWER }])
      expect(joining.error).to.equal(undefined)
    }
  })

  it('replaces a join of ours if it is newer, and joins itself', () => {
    const joining = new ProtocolBus().add(ADA)
    joining.receive(NEWER, { type: 'join', state: stateOf({ settled: false }) })

    expect(joining.error).to.be.instanceOf(ReplacedError)
  })

  it('is answered when it only looks, and replaces nothing', () => {
    expect(sentIn(ada.receive(NEWER, { type: 'look' }))).to.deep.equal([[ADA, { type: 'present', presences: [ben.presence] }]])
    expect(ada.error).to.equal(undefined)
  })

  it('replaces nothing by leaving, whichever is newer', () => {
    ada.receive(NEWER, { type: 'leave' })
    expect(ada.events('takeover')).to.deep.equal([])
    ada.receive(OLDER, { type: 'leave' })

    expect(ada.events('takeover')).to.have.lengthOf(1)
    expect(ada.error).to.equal(undefined)
    expect(ada.others).to.deep.equal([BEN])
  })

  it('is shown our presence when it joins and is older', () => {
    expect(ada.receive(OLDER, JOIN)).to.deep.equal([{ type: 'send', to: OLDER, message: { type: 'stale', presence: ada.presence } }])
    expect(ada.error).to.equal(undefined)
  })

  it('is otherwise ignored if it is older, and never held against the path that it uses', () => {
    for (const message of ending.filter(({ type }) => type !== 'join')) {
      expect(ada.receive(OLDER, message)).to.deep.equal([{ type: 'drop', reason: 'wrong-session', violation: false }])
    }

    expect(ada.error).to.equal(undefined)
  })

  it('is never a participant', () => {
    [OLDER, NEWER].forEach(presence => { ada.receive(presence, { type: 'look' }) })
    ada.receive(OLDER, JOIN)

    expect(ada.others).to.deep.equal([BEN])
  })
})

describe('a presence of the local participant that others bring', () => {
  it('is asked whether it is there if it is newer, once, and replaces us only with its own answer', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
    const claim = (session: string): Effect[] => ada.receive(ben.presence, { type: 'welcome', presences: [presenceOf(ADA, session)], informed: [], state: stateOf() })

    expect(sentIn(claim('0'))).to.deep.equal([])
    expect(sentIn(claim('1'))).to.deep.equal([])
    expect(sentIn(claim('2'))).to.deep.equal([[ADA, { type: 'look' }]])
    expect(sentIn(claim('2'))).to.deep.equal([])
    expect(ada.error).to.equal(undefined)

    ada.receive(NEWER, { type: 'present', presences: [] })
    expect(ada.error).to.be.instanceOf(ReplacedError)
  })

  for (const [who, presence] of [['newer', NEWER], ['older', OLDER], ['highest possible', presenceOf(ADA, 'f'.repeat(32))]] as const) {
    const messages: SignalMessage[] = [
      { type: 'welcome', presences: [presence], informed: [], state: stateOf() },
      { type: 'welcome', presences: [presence], informed: [ADA], state: stateOf() },
      { type: 'present', presences: [presence] },
      { type: 'refuse', reason: 'full', presences: [presence], state: stateOf({ participants: 8 }) },
      { type: 'knock', presence },
      { type: 'stale', presence }
    ]

    for (const message of messages) {
      it(`never ends the call: ${who}, in a ${message.type}`, () => {
        const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
        const effects = [...ada.receive(ben.presence, message), ...ada.receive(presenceOf(MAL), message)]

        expect(effects.filter(({ type }) => type === 'end' || type === 'disconnect')).to.deep.equal([])
        // at most it is asked whether it is there
        expect(sentIn(effects).filter(([to, { type }]) => to === ADA && type !== 'look')).to.deep.equal([])
        expect(ada.others).to.include(BEN).and.not.include(ADA)
      })

      it(`never ends a join: ${who}, in a ${message.type}`, () => {
        const ada = new ProtocolBus().add(ADA)
        const effects = ada.receive(presenceOf(MAL), message)

        expect(effects.filter(({ type }) => type === 'end')).to.deep.equal([])
        expect(ada.others).to.not.include(ADA)
      })
    }
  }
})
