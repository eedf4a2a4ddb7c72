import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { createLinkedCall, expectLinked } from '../fixtures/linked-call.ts'
import { keyOf, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'

const [ADA, BEN, CLEO, DAN] = ['a', 'b', 'c', 'd'].map(keyOf)

describe('introductions', () => {
  it('tell a newcomer of everybody, and everybody of the newcomer', () => {
    const [ada] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO])

    expect(introductionsIn(ada.receive(presenceOf(DAN), { type: 'join', state: stateOf() }))).to.deep.equal([
      { to: 'd', about: ['b', 'c'], informed: [] },
      { to: 'b', about: ['d'], informed: ['c'] },
      { to: 'c', about: ['d'], informed: ['b'] }
    ])
  })

  it('answer every request, also that of a participant who knows everybody', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO])

    expect(introductionsIn(ada.receive(ben.presence, { type: 'join', state: stateOf({ participants: 3 }) }))).to.deep.equal([{ to: 'b', about: [], informed: [] }])
  })

  it('are not repeated to those who have been told by the introducer', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO])
    const welcome = { type: 'welcome' as const, presences: [presenceOf(DAN)], state: stateOf({ participants: 4 }) }

    expect(introductionsIn(ben.receive(ada.presence, { ...welcome, informed: [CLEO] }))).to.deep.equal([])
    expect(ben.others).to.include(DAN)
  })

  it('are passed on to those who have not been told by the introducer', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO])
    const welcome = { type: 'welcome' as const, presences: [presenceOf(DAN)], informed: [], state: stateOf({ participants: 4 }) }

    // the new participant itself may not have heard of Cleo either
    expect(introductionsIn(ben.receive(ada.presence, welcome))).to.deep.equal([{ to: 'c', about: ['d'], informed: [] }])
  })

  it('are made again when a participant comes back', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO])
    ada.receive(ben.presence, { type: 'leave' })
    expect(ada.others).to.deep.equal([CLEO])

    expect(introductionsIn(ada.receive(presenceOf(BEN, '2'), { type: 'join', state: stateOf() }))).to.deep.equal([
      { to: 'b', about: ['c'], informed: [] },
      { to: 'c', about: ['b'], informed: [] }
    ])
  })

  it('are repeated to a participant that sees fewer people than we do', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN, CLEO])

    expect(introductionsIn(ada.receive(ben.presence, { type: 'state', state: stateOf({ participants: 3 }) }))).to.deep.equal([])
    expect(introductionsIn(ada.receive(ben.presence, { type: 'state', state: stateOf({ participants: 2 }) }))).to.deep.equal([{ to: 'b', about: ['c'], informed: [] }])
  })

  it('let everybody get to know everybody, however they meet', () => {
    fc.assert(fc.property(
      fc.shuffledSubarray([...'01234567'], { minLength: 2, maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 12 }),
      fc.array(fc.nat(), { minLength: 50, maxLength: 50 }),
      (digits, meetings, chances) => {
        const bus = new ProtocolBus(chances)
        const peers = digits.map(digit => bus.add(keyOf(digit)))

        // each meets at least its predecessor, so that all of them end up in the same call
        peers.slice(1).forEach((peer, i) => { peer.ask(peers[i]) })

        for (const [a, b] of meetings) {
          if (a % peers.length !== b % peers.length) {
            peers[a % peers.length].ask(peers[b % peers.length])
          }
        }

        bus.run()
        peers.forEach(peer => { peer.feed({ type: 'exhausted' }) })
        bus.pass(15_000)

        expectLinked(peers)
      }
    ), { numRuns: 200 })
  })
})

/** Returns the introductions that were sent, by the first digit of each key */
function introductionsIn (effects: Effect[]): Array<{ to: string, about: string[], informed: string[] }> {
  return sentIn(effects).flatMap(([to, message]) => message.type === 'welcome'
    ? [{ to: to[0], about: message.presences.map(({ publicKey }) => publicKey[0]), informed: message.informed.map(publicKey => publicKey[0]) }]
    : [])
}
