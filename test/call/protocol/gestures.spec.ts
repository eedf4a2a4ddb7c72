import { expect } from 'aegir/chai'
import { REACTION_BURST } from '../../../src/call/limits.ts'
import { createGappyCall } from '../fixtures/gappy-call.ts'
import { keyOf, ProtocolBus, sentIn } from '../fixtures/protocol-bus.ts'
import type { SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [A, B, C] = ['a', 'b', 'c'].map(keyOf)
const THUMB = { type: 'reaction', reaction: '👍' } as const

describe('a gesture of a participant', () => {
  let bus: ProtocolBus
  let ada: BusPeer
  let ben: BusPeer

  beforeEach(() => {
    bus = new ProtocolBus();
    [ada, ben] = createGappyCall(bus, [A, B], [])
  })

  const hand = (raised: boolean): void => {
    ada.feed({ type: 'hand', raised })
    bus.run()
  }
  const raisedFor = (peer: BusPeer): boolean | undefined => peer.protocol.participants.get(A)?.handRaised

  it('is a raised hand, until it is lowered', () => {
    expect(raisedFor(ben)).to.equal(false)
    hand(true)
    expect(sentIn(ada.feed({ type: 'hand', raised: true }))).to.deep.equal([])
    ben.receive(ada.presence, { type: 'hand', raised: true })
    expect([raisedFor(ben), ada.protocol.handRaised]).to.deep.equal([true, true])
    hand(false)
    expect(raisedFor(ben)).to.equal(false)
    expect(ben.events('hand')).to.have.lengthOf(2)
  })

  it('is a raised hand for a newcomer, too', () => {
    hand(true)
    const cat = bus.add(C)
    cat.ask(ben)
    bus.run()

    expect(raisedFor(cat)).to.equal(true)
  })

  it('is a reaction', () => {
    ada.feed(THUMB)
    bus.run()

    expect(ben.events('reaction')).to.deep.equal([{ participant: ben.protocol.participants.get(A), reaction: '👍' }])
  })

  it('is dropped and counted, without blame, if it comes too often or isn\'t known', () => {
    const receive = (message: SignalMessage): unknown[] => ben.receive(ada.presence, message).filter(({ type }) => type === 'drop')

    for (let count = 0; count < REACTION_BURST; count++) {
      expect(receive(THUMB)).to.deep.equal([])
    }

    expect(receive(THUMB)).to.deep.equal([{ type: 'drop', reason: 'rate', violation: false }])
    expect(receive({ type: 'reaction' })).to.deep.equal([{ type: 'drop', reason: 'unexpected', violation: false }])
    expect(ben.events('reaction')).to.have.lengthOf(REACTION_BURST)

    bus.pass(1_000)
    expect(receive(THUMB)).to.deep.equal([])
  })

  it('isn\'t sent where it would be dropped', () => {
    const sent = Array.from({ length: REACTION_BURST + 1 }, () => sentIn(ada.feed(THUMB)).length)

    expect(sent).to.deep.equal([...Array.from({ length: REACTION_BURST }, () => 1), 0])
  })
})
