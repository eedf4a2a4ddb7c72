import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { HARD_LIMIT } from '../../../src/mesh/index.ts'
import { createLinkedCall, expectLinked } from '../fixtures/linked-call.ts'
import { keyOf, OFFER, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [ADA, BEN, CLEO, DAN] = ['a', 'b', 'c', 'd'].map(keyOf)

const sizes = (min: number, max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min: 1, max: HARD_LIMIT }), fc.integer({ min: 1, max: HARD_LIMIT })).filter(([a, b]) => a + b >= min && a + b <= max)
/** Pairs of which the first asks the second, as indexes over all */
const meetings = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 6 })
const chances = fc.array(fc.nat(), { minLength: 50, maxLength: 50 })
/** Their order decides which id is lower, and which peer initiates a link */
const digits = fc.shuffledSubarray([...'0123456789abcdef'], { minLength: 16, maxLength: 16 })

describe('two calls of a group that meet', () => {
  it('become one, under one of their ids, if they fit together', () => {
    fc.assert(fc.property(sizes(2, HARD_LIMIT), meetings, chances, digits, (sizes, meetings, chances, digits) => {
      const { calls, ids } = meet(sizes, meetings, chances, digits)
      const all = calls.flat()

      expectLinked(all)
      all.forEach(({ protocol }) => { expect(protocol.callId).to.equal(all[0].protocol.callId) })
      // a participant that is alone gives way to any
      expect(sizes.includes(1) ? ids : [ids.sort()[0]]).to.include(all[0].protocol.callId)

      if (meetings.length === 1) {
        all.forEach(peer => { expect(peer.events('apart')).to.deep.equal([]) })
      }
    }), { numRuns: 60 })
  })

  it('stay separate if they don\'t, and everybody is told once of the other', () => {
    fc.assert(fc.property(sizes(HARD_LIMIT + 1, 2 * HARD_LIMIT), meetings, chances, digits, (sizes, meetings, chances, digits) => {
      const { calls, ids } = meet(sizes, meetings, chances, digits)

      calls.forEach((call, index) => {
        expectLinked(call)

        for (const peer of call) {
          expect(peer.protocol.callId).to.equal(ids[index])
          expect(peer.events('apart')).to.deep.equal([{ participants: sizes[1 - index] }])
          expect(peer.events('denied')).to.deep.equal([])
        }
      })
    }), { numRuns: 60 })
  })
})

describe('a newcomer that a call has let in, and that still searches', () => {
  const others = [...'12345'].map(keyOf)
  const elsewhere: SignalMessage[] = [
    { type: 'welcome', presences: [], informed: [], others: others.slice(1), state: stateOf({ participants: 5 }) },
    { type: 'refuse', reason: 'full', presences: others.slice(1).map(publicKey => presenceOf(publicKey)), state: stateOf({ participants: 5 }) },
    { ...OFFER, others: others.slice(1) }
  ]

  for (const message of elsewhere) {
    it(`is not drawn into another call that is too large for both by ${message.type}`, () => {
      const bus = new ProtocolBus()
      const [ada] = createLinkedCall(bus, [ADA, BEN, CLEO])
      const dan = bus.add(DAN)
      dan.ask(ada)
      bus.run()
      expect(dan.protocol.state.settled).to.equal(false)

      dan.receive(presenceOf(others[0]), message, { callId: keyOf('e').slice(32) })
      bus.pass(60_000)

      expect(dan.error).to.equal(undefined)
      expect(dan.others).to.have.members([ADA, BEN, CLEO])
      expect(ada.others).to.have.members([BEN, CLEO, DAN])
      expect(dan.events('apart')).to.deep.equal([{ participants: 5 }])
    })
  }
})

describe('a call that claims to be another one', () => {
  it('is apart only if its sender is no participant of ours', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
    ada.receive(ben.presence, { type: 'join', state: stateOf({ participants: 8 }) }, { callId: keyOf('e').slice(32) })

    expect(ada.events('apart')).to.deep.equal([])
    expect(ada.others).to.deep.equal([BEN])
  })

  it('is refused, so that its sender learns the same', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
    const effects = ada.receive(presenceOf(CLEO), { type: 'join', state: stateOf({ participants: 7 }) }, { callId: keyOf('e').slice(32) })

    expect(sentIn(effects)).to.deep.equal([
      [BEN, { type: 'apart', callId: keyOf('e').slice(32), participants: 7 }],
      [CLEO, { type: 'refuse', reason: 'full', presences: [ben.presence], state: ada.protocol.state }]
    ])
    expect(ada.others).to.deep.equal([BEN])
  })

  it('counts those who are in both once, and nobody who has not spoken', () => {
    const bus = new ProtocolBus()
    const [ada, ben, ...others] = createLinkedCall(bus, [ADA, BEN, ...'1234'].map(digit => digit.length === 1 ? keyOf(digit) : digit))
    const shared = others.map(({ presence }) => presence.publicKey)
    ben.receive(others[0].presence, { type: 'welcome', presences: [presenceOf(keyOf('5'))], informed: [], state: others[0].protocol.state })
    const callId = keyOf('e').slice(32)

    ben.receive(presenceOf(CLEO), { type: 'join', state: stateOf({ participants: 5 }), others: shared }, { callId })
    expect(ben.events('apart')).to.deep.equal([])
    expect(ben.others).to.include(CLEO)

    ada.receive(presenceOf(DAN), { type: 'join', state: stateOf({ participants: 4 }), others: ['7', '8', '9'].map(keyOf) }, { callId: keyOf('d').slice(32) })
    expect(ada.events('apart')).to.deep.equal([{ participants: 4 }])
  })

  it('is not apart if its sender has yet to get a place in it: it may join ours', () => {
    const [ada] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
    ada.receive(presenceOf(CLEO), { type: 'join', state: stateOf({ participants: 8, settled: false }) }, { callId: keyOf('e').slice(32) })

    expect(ada.others).to.deep.equal([BEN, CLEO])
  })

  it('is not apart if it has merged with ours before', () => {
    const [ada] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
    const callId = keyOf('e').slice(32)
    ada.receive(presenceOf(CLEO), { type: 'join', state: stateOf({ participants: 1 }) }, { callId })
    ada.receive(presenceOf(DAN), { type: 'join', state: stateOf({ participants: 8 }) }, { callId })

    expect(ada.others).to.deep.equal([BEN, CLEO, DAN])
  })

  it('is reported only sixteen times if each has another id', () => {
    const bus = new ProtocolBus()
    const [ada, ben] = createLinkedCall(bus, [ADA, BEN])
    const others = [...'12345678'].map(keyOf)

    for (let index = 0; index < 40; index++) {
      const callId = index.toString(16).padStart(32, 'e')
      ada.receive(presenceOf(CLEO), { type: 'join', state: stateOf({ participants: 8 }), others }, { callId })
      bus.run()
    }

    expect(ada.events('apart')).to.have.lengthOf(16)
    expect(ben.events('apart')).to.have.lengthOf(16)
    expect(ada.others).to.deep.equal([BEN])
  })

  it('brings nobody into ours for a moment, however often others introduce its participants', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
    const others = [...'1234567'].map(keyOf)
    const introduce: SignalMessage = { type: 'welcome', presences: [presenceOf(CLEO)], informed: [], state: ben.protocol.state }

    ada.receive(ben.presence, introduce)
    expect(ada.others).to.deep.equal([BEN, CLEO])
    ada.receive(presenceOf(CLEO), { type: 'welcome', presences: [], informed: [], state: stateOf({ participants: 8 }), others }, { callId: keyOf('e').slice(32) })
    expect(ada.others).to.deep.equal([BEN])

    ada.receive(ben.presence, introduce)
    expect(ada.events('participant:join')).to.have.lengthOf(2)
  })

  it('is reported by a participant once, however often it says so', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
    const apart = { type: 'apart' as const, callId: keyOf('e').slice(32), participants: 7 }
    ada.receive(ben.presence, apart)
    ada.receive(ben.presence, apart)
    ada.receive(presenceOf(CLEO), { ...apart, callId: keyOf('d').slice(32) })

    expect(ada.events('apart')).to.deep.equal([{ participants: 7 }])
  })
})

/** Creates two calls of these sizes, and lets some participants ask some of the other call */
function meet (sizes: [number, number], meetings: Array<[number, number]>, chances: number[], digits: string[]): { calls: BusPeer[][], ids: string[] } {
  const bus = new ProtocolBus(chances)
  const calls = sizes.map((size, index) => createLinkedCall(bus, digits.slice(index * HARD_LIMIT, index * HARD_LIMIT + size).map(keyOf)))
  const ids = calls.map(([{ protocol }]) => protocol.callId)

  for (const [a, b] of meetings) {
    const [from, to] = a % 2 === 0 ? calls : [...calls].reverse()
    from[a % from.length].ask(to[b % to.length])
  }

  bus.run()
  bus.pass(15_000)

  return { calls, ids }
}
