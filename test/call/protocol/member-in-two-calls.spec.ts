import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { addressed } from '../../../src/call/mesh-signaling.ts'
import { HARD_LIMIT } from '../../../src/mesh/index.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, OFFER, presenceOf, ProtocolBus, stateOf } from '../fixtures/protocol-bus.ts'
import type { SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

/** Enough to find most faults; raise it after larger changes of the protocol */
const RUNS = 200

const DIGITS = [...'123456789abcdef0']
/** Members that are in both calls, and say what they like */
const IN_BOTH = ['17', '71'].map(digits => digits.repeat(32))

/** Indexes of those concerned, over all participants of both calls */
type Action =
  /** A member in both calls sends a message, under the id of the first or the second call */
  | { type: 'say', from: number, to: number, call: 0 | 1, message(all: BusPeer[]): SignalMessage }
  /** A member in both calls is linked with a participant */
  | { type: 'link', from: number, to: number }
  /** A participant finds a participant of the other call, or takes it for a participant of its own */
  | { type: 'meet', from: number, to: number, by: 'join' | 'welcome' | 'offer' | 'restart' }
  | { type: 'deliver' }
  | { type: 'pass', ms: number }

const state = fc.record({ participants: fc.integer({ min: 1, max: 9 }), settled: fc.boolean() }).map(stateOf)
const some = fc.array(fc.nat(15), { maxLength: HARD_LIMIT })
const presencesAt = (all: BusPeer[], indexes: number[]): Array<BusPeer['presence']> => indexes.map(index => all[index % all.length].presence)
const keysAt = (all: BusPeer[], indexes: number[]): string[] => presencesAt(all, indexes).map(({ publicKey }) => publicKey)

const message: fc.Arbitrary<(all: BusPeer[]) => SignalMessage> = fc.oneof(
  fc.tuple(state, some).map(([state, others]) => (all: BusPeer[]) => ({ type: 'join' as const, state, others: keysAt(all, others) })),
  fc.constant(() => ({ type: 'join' as const, state: stateOf({ participants: 1 }), others: [] })),
  {
    weight: 5,
    arbitrary: fc.tuple(state, some, some, some).map(([state, presences, informed, others]) =>
      (all: BusPeer[]) => ({ type: 'welcome' as const, presences: presencesAt(all, presences), informed: keysAt(all, informed), others: keysAt(all, others), state }))
  },
  fc.tuple(state, some).map(([state, presences]) => (all: BusPeer[]) => ({ type: 'refuse' as const, reason: 'full' as const, presences: presencesAt(all, presences), state })),
  fc.constantFrom(() => OFFER, () => ({ type: 'restart' as const, fresh: false })),
  state.map(state => () => ({ type: 'state' as const, state })),
  some.map(linked => (all: BusPeer[]) => ({ type: 'links' as const, links: keysAt(all, linked).map(participant => ({ participant, state: 'connected' as const })) })),
  fc.nat(1).map(call => (all: BusPeer[]) => ({ type: 'apart' as const, callId: all.at(-call)?.protocol.callId ?? '', participants: 5 }))
)

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('say' as const), from: fc.nat(1), to: fc.nat(15), call: fc.constantFrom<0 | 1>(0, 1), message }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('link' as const), from: fc.nat(1), to: fc.nat(15) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('meet' as const), from: fc.nat(15), to: fc.nat(15), by: fc.constantFrom<'join' | 'welcome' | 'offer' | 'restart'>('join', 'welcome', 'offer', 'restart') }) },
  { weight: 2, arbitrary: fc.constant({ type: 'deliver' as const }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.constantFrom(1, 300, 2_000, 12_000, 40_000) }) }
)

const scenario = fc.record({
  sizes: fc.tuple(fc.integer({ min: 1, max: HARD_LIMIT }), fc.integer({ min: 1, max: HARD_LIMIT })).filter(([a, b]) => a + b > HARD_LIMIT),
  digits: fc.shuffledSubarray(DIGITS, { minLength: DIGITS.length, maxLength: DIGITS.length }),
  actions: fc.array(action, { minLength: 1, maxLength: 40 }),
  chances: fc.array(fc.nat(), { minLength: 50, maxLength: 50 })
})

describe('two members that are in two calls which are too large together', () => {
  it('put nobody else in both, in any order of messages; and everybody is told if the calls meet', () => {
    fc.assert(fc.property(scenario, ({ sizes, digits, actions, chances }) => {
      const bus = new ProtocolBus(chances)
      const calls = sizes.map((size, index) => createLinkedCall(bus, digits.slice(index * HARD_LIMIT, index * HARD_LIMIT + size).map(keyOf)))
      const ids = calls.map(([{ protocol }]) => protocol.callId)
      const all = calls.flat()

      actions.forEach(action => { run(bus, calls, ids, action) })
      bus.pass(60_000)

      for (const call of calls) {
        const keys = call.map(({ presence }) => presence.publicKey)

        for (const { error, presence, protocol } of call) {
          const others = protocol.participants.list.filter(({ publicKey }) => !IN_BOTH.includes(publicKey))

          expect(error).to.equal(undefined)
          expect(others.map(({ publicKey, linkState }) => [publicKey, linkState])).to.have.deep.members(keys.filter(key => key !== presence.publicKey).map(key => [key, 'connected']))
        }
      }

      if (actions.some(({ type }) => type === 'meet')) {
        all.forEach(peer => { expect(peer.events('apart')).to.not.deep.equal([]) })
      }
    }), { numRuns: RUNS })
  })
})

function run (bus: ProtocolBus, calls: BusPeer[][], ids: string[], action: Action): void {
  const all = calls.flat()

  switch (action.type) {
    case 'say':
      bus.post(all[action.to % all.length].presence, { type: 'message', presence: presenceOf(IN_BOTH[action.from]), callId: ids[action.call], message: action.message(all), frame: new Uint8Array(), current: true })
      break
    case 'link':
      all[action.to % all.length].feed({ type: 'link', publicKey: IN_BOTH[action.from], state: 'connected' })
      break
    case 'meet': {
      const from = all[action.from % all.length]
      const others = calls.find(call => !call.includes(from)) as BusPeer[]
      const { presence } = others[action.to % others.length]

      from.say(presence, meeting(from, presence.publicKey, action.by))
      break
    }
    case 'deliver':
      bus.run()
      break
    default:
      bus.pass(action.ms)
  }
}

/** Returns what a participant may send first to a participant of the other call */
function meeting ({ protocol }: BusPeer, to: string, by: 'join' | 'welcome' | 'offer' | 'restart'): SignalMessage {
  switch (by) {
    case 'join':
      return { type: 'join', state: protocol.state, others: protocol.met }
    case 'welcome':
      return { type: 'welcome', presences: [], informed: [], others: protocol.met, state: protocol.state }
    default:
      return addressed(by === 'offer' ? OFFER : { type: 'restart', fresh: false }, protocol, to)
  }
}
