import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { GroupCallFullError } from '../../../src/errors.ts'
import { HARD_LIMIT } from '../../../src/mesh/index.ts'
import { createLinkedCall, expectLinked } from '../fixtures/linked-call.ts'
import { keyOf, ProtocolBus } from '../fixtures/protocol-bus.ts'
import type { Participant } from '../../../src/call/protocol/participants.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

/** Enough to find most faults; raise it after larger changes of the protocol */
const RUNS = Number(process.env.RUNS ?? 300)

const MAX_NEWCOMERS = 2

/** Indexes of those concerned, over all participants of both calls, or over the newcomers */
type Action =
  /** A participant finds one of the other call */
  | { type: 'meet', from: number, to: number, by: 'join' | 'welcome' }
  /** A newcomer finds a participant, or another newcomer */
  | { type: 'ask', newcomer: number, to: number }
  /** A newcomer has asked everyone that it has found, so it settles once it is linked with everyone */
  | { type: 'searched', newcomer: number }
  | { type: 'deliver', count: number }
  | { type: 'pass', ms: number }

const index = fc.nat(HARD_LIMIT + MAX_NEWCOMERS)

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: fc.constant('meet' as const), from: index, to: index, by: fc.constantFrom('join' as const, 'welcome' as const) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('ask' as const), newcomer: index, to: index }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('searched' as const), newcomer: index }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.constantFrom(1, 300, 600, 2_000) }) }
)

interface Scenario {
  sizes: [number, number]
  newcomers: number
  digits: string[]
  actions: Action[]
  chances: number[]
}

const anyScenarios: fc.Arbitrary<Scenario> = fc.record({
  sizes: fc.tuple(fc.integer({ min: 1, max: HARD_LIMIT - 1 }), fc.integer({ min: 1, max: HARD_LIMIT - 1 })).filter(([a, b]) => a + b <= HARD_LIMIT),
  newcomers: fc.integer({ min: 1, max: MAX_NEWCOMERS }),
  /** Their order decides which id is lower, which peer initiates a link, and which comes first in a race */
  digits: fc.shuffledSubarray([...'0123456789abcdef'], { minLength: 16, maxLength: 16 }),
  actions: fc.array(action, { minLength: 1, maxLength: 40 }),
  chances: fc.array(fc.nat(), { minLength: 100, maxLength: 100 })
})

/** Everybody fits into one call */
const fitting = anyScenarios.filter(({ sizes: [a, b], newcomers }) => a + b + newcomers <= HARD_LIMIT)

/** The two calls fit into one, but not with every newcomer */
const crowded = anyScenarios.filter(({ sizes: [a, b], newcomers }) => a + b + newcomers > HARD_LIMIT)

interface Outcome {
  calls: BusPeer[][]
  newcomers: BusPeer[]
}

describe('two calls that merge while newcomers join', () => {
  it('end as one call with everybody in it, in any order of messages', () => {
    fc.assert(fc.property(fitting, scenario => {
      const { calls, newcomers } = play(scenario)
      const all = [...calls.flat(), ...newcomers]

      calls.forEach(expectKept)
      expectLinked(all)

      for (const { protocol } of all) {
        expect(protocol.callId).to.equal(all[0].protocol.callId)
        expect(protocol.state.settled).to.equal(true)
      }
    }), { numRuns: RUNS })
  })

  it('stay whole if not everybody fits: only newcomers are refused, and no participant stays without a link', () => {
    fc.assert(fc.property(crowded, scenario => {
      const { calls, newcomers } = play(scenario)
      const remaining = [...calls.flat(), ...newcomers.filter(({ over }) => !over)]

      calls.forEach(expectKept)
      newcomers.filter(({ over }) => over).forEach(({ error }) => { expect(error).to.be.instanceOf(GroupCallFullError) })

      for (const { others, protocol } of remaining) {
        expect(protocol.participants.list.filter(({ linkState }) => linkState !== 'connected')).to.deep.equal([])
        expect(protocol.state.settled).to.equal(true)
        expect(others.length).to.be.lessThan(HARD_LIMIT)
      }
    }), { numRuns: RUNS })
  })
})

/** Lets the calls meet and the newcomers join; whatever the actions leave out happens at their end */
function play ({ sizes, newcomers: count, digits, actions, chances }: Scenario): Outcome {
  const bus = new ProtocolBus(chances)
  const calls = sizes.map((size, index) => createLinkedCall(bus, digits.slice(index * HARD_LIMIT, index * HARD_LIMIT + size).map(keyOf)))
  const free = digits.filter((_, index) => index % HARD_LIMIT >= sizes[Math.floor(index / HARD_LIMIT)])
  const newcomers = free.slice(0, count).map((digit, index) => bus.add(keyOf(digit), { session: `${2 + index}` }))
  const asked = new Set<BusPeer>()
  let met = false

  const meet = (from: BusPeer, to: BusPeer, by: 'join' | 'welcome'): void => {
    met = true
    from.say(to.presence, by === 'join'
      ? { type: 'join', state: from.protocol.state, others: from.protocol.met }
      : { type: 'welcome', presences: [], informed: [], others: from.protocol.met, state: from.protocol.state })
  }
  const members = calls.flat()

  for (const action of actions) {
    switch (action.type) {
      case 'meet': {
        const from = members[action.from % members.length]
        const others = calls.find(call => !call.includes(from)) ?? []
        meet(from, others[action.to % others.length], action.by)
        break
      }
      case 'ask': {
        const newcomer = newcomers[action.newcomer % count]
        const others = [...members, ...newcomers].filter(peer => peer !== newcomer)
        const other = others[action.to % others.length]

        if (!newcomer.over) {
          newcomer.ask(other)

          if (members.includes(other)) {
            asked.add(newcomer)
          }
        }

        break
      }
      case 'searched': {
        const newcomer = newcomers[action.newcomer % count]

        // it is not the first one in the call: it finds somebody
        if (asked.has(newcomer) && !newcomer.over) {
          newcomer.feed({ type: 'exhausted' })
        }

        break
      }
      case 'deliver':
        bus.deliver(action.count)
        break
      default:
        bus.pass(action.ms)
    }
  }

  if (!met) {
    meet(calls[0][0], calls[1][0], 'join')
  }

  newcomers.filter(newcomer => !asked.has(newcomer)).forEach((newcomer, index) => { newcomer.ask(calls[index % calls.length][0]) })
  bus.run()
  newcomers.filter(({ over }) => !over).forEach(newcomer => { newcomer.feed({ type: 'exhausted' }) })
  bus.pass(60_000)
  goOn(bus, [...members, ...newcomers])
  goOn(bus, [...members, ...newcomers])

  return { calls, newcomers }
}

/** Goes on for two minutes: the mesh gives up links that don't come up, and searches find those that somebody misses */
function goOn (bus: ProtocolBus, all: BusPeer[]): void {
  for (const peer of all.filter(({ over }) => !over)) {
    peer.protocol.participants.list.filter(({ linkState }) => linkState !== 'connected').forEach(({ publicKey }) => { peer.feed({ type: 'silence', publicKey }) })
  }

  bus.pass(60_000)

  for (const peer of all.filter(({ over }) => !over)) {
    all.filter(other => other !== peer && !other.over && !peer.others.includes(other.presence.publicKey)).forEach(other => { peer.ask(other) })
  }

  bus.pass(60_000)
}

/** Nobody in a call has lost their place in it, not even for a moment */
function expectKept (call: BusPeer[]): void {
  const keys = call.map(({ presence }) => presence.publicKey)

  for (const peer of call) {
    expect(peer.error).to.equal(undefined)
    expect(peer.events('participant:leave').map(record => (record as Participant).publicKey).filter(key => keys.includes(key))).to.deep.equal([])
  }
}
