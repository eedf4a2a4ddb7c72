import { expect } from 'aegir/chai'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { SignalMessage, SignedPresence } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [ADA, BEN, CLEO, MAL] = ['a', 'b', 'c', 'd'].map(keyOf)
const NEWER = presenceOf(BEN, '2')
const PRESENT: SignalMessage = { type: 'present', presences: [] }
const UNASKED: Effect = { type: 'drop', reason: 'unexpected', violation: true }

describe('a newer session of a participant that another participant claims', () => {
  let ada: BusPeer
  let ben: BusPeer
  let cleo: BusPeer

  beforeEach(() => {
    [ada, ben, cleo] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO])
  })

  function claim (...presences: SignedPresence[]): Effect[] {
    return ada.receive(cleo.presence, { type: 'welcome', presences, informed: [], state: stateOf({ participants: 3 }) })
  }

  it('is asked whether it is there, once, and replaces nothing meanwhile', () => {
    expect(sentIn(claim(NEWER))).to.deep.equal([[BEN, { type: 'look' }]])
    expect(sentIn(claim(NEWER))).to.deep.equal([])

    expect(ada.protocol.participants.get(BEN)).to.include({ session: '1', linkState: 'connected' })
    expect(ada.events('participant:leave')).to.deep.equal([])
  })

  it('replaces the older one when it answers itself', () => {
    claim(NEWER)
    const effects = ada.receive(NEWER, PRESENT)

    expect(ada.protocol.participants.get(BEN)).to.include({ session: '2', met: true })
    expect(effects.filter(effect => effect.type === 'disconnect').map(({ record, left }) => [record.session, left])).to.deep.equal([['1', false]])
    expect(effects).to.deep.include({ type: 'connect', publicKey: BEN })
    expect(effects.map(({ type }) => type)).to.not.include('drop')
    // the older process may still be running, and can find out for itself
    const [told] = sentIn(effects).filter(([to, { type }]) => to === BEN && type === 'welcome')
    expect(told[1]).to.deep.include({ presences: [NEWER], informed: [] })
  })

  it('replaces the older one once: a second answer was not asked for', () => {
    claim(NEWER)
    ada.receive(NEWER, PRESENT)

    expect(ada.receive(NEWER, PRESENT)).to.deep.equal([UNASKED])
  })

  it('is not believed if it was never asked', () => {
    expect(ada.receive(NEWER, PRESENT)).to.deep.equal([UNASKED])
    expect(ada.protocol.participants.get(BEN)).to.include({ session: '1' })
  })

  it('can be answered for by nobody else, under whatever session', () => {
    claim(NEWER)

    expect(ada.receive(presenceOf(MAL, NEWER.session), PRESENT)).to.deep.equal([UNASKED])
    expect(ada.receive(presenceOf(BEN, '3'), PRESENT)).to.deep.equal([UNASKED])
    expect(ada.receive(NEWER, PRESENT).map(({ type }) => type)).to.not.include('drop')
    expect(ada.protocol.participants.get(BEN)).to.include({ session: '2' })
  })

  it('is still expected to answer, however many others are claimed meanwhile', () => {
    claim(NEWER)

    for (let session = 2; session < 66; session += 8) {
      claim(...Array.from({ length: 8 }, (_, i) => presenceOf(CLEO, `${session + i}`.padStart(4, '2'))))
    }

    expect(ada.receive(NEWER, PRESENT).map(({ type }) => type)).to.not.include('drop')
    expect(ada.protocol.participants.get(BEN)).to.include({ session: '2' })
  })

  it('is ignored if it is older', () => {
    expect(sentIn(claim(presenceOf(BEN, '0')))).to.deep.equal([])
    expect(ada.protocol.participants.get(BEN)).to.include({ session: '1' })
  })

  it('replaces a participant at once that has only been claimed, too', () => {
    claim(presenceOf(MAL, '1'))
    claim(presenceOf(MAL, '2'))
    claim(presenceOf(MAL, '1'))

    expect(ada.protocol.participants.get(MAL)).to.include({ session: '2', met: false })
  })

  it('gives way to an older one that speaks for itself, if it has never been met', () => {
    claim(presenceOf(MAL, 'f'.repeat(32)))
    ada.receive(presenceOf(MAL, '1'), { type: 'join', state: stateOf({ participants: 1, settled: false }) })

    expect(ada.protocol.participants.get(MAL)).to.include({ session: '1', met: true })
    expect(sentIn(ada.effects).filter(([to]) => to === MAL).map(([, { type }]) => type)).to.deep.equal(['welcome'])
  })

  it('takes the place itself with its first own message', () => {
    ada.receive(NEWER, { type: 'join', state: stateOf({ participants: 1, settled: false }) })

    expect(ada.protocol.participants.get(BEN)).to.include({ session: '2' })
    // what the older session says is about itself only
    ada.receive(ben.presence, { type: 'leave' })
    expect(ada.others).to.include(BEN)
  })
})
