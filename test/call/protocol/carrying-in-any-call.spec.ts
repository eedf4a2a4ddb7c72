import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { carriedIn, createGappyCall, heardIn } from '../fixtures/gappy-call.ts'
import { keyOf, ProtocolBus } from '../fixtures/protocol-bus.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

/** Enough to find most faults; raise it after changes of how voices are carried */
const RUNS = 100

/** ms in which everything settles: members that have declined are asked again after 14 s at most */
const SETTLED = 60_000

type Event =
  | { type: 'sever' | 'mend', pair: [number, number] }
  | { type: 'leave', who: number }
  | { type: 'listen', who: number, only: boolean }
  | { type: 'pass', ms: number }

const index = fc.nat(6)
const pair = fc.tuple(index, index).filter(([a, b]) => a !== b)

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom('sever' as const, 'mend' as const), pair }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('leave' as const), who: index }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('listen' as const), who: index, only: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.constantFrom(1, 300, 1_000, 2_500, 12_000) }) }
)

const anyCall = fc.record({
  keys: fc.shuffledSubarray([...'123456789'].map(keyOf), { minLength: 3, maxLength: 7 }),
  severed: fc.array(pair, { maxLength: 8 }),
  unwilling: fc.array(index, { maxLength: 2 }),
  shy: fc.array(index, { maxLength: 1 }),
  events: fc.array(anyEvent, { maxLength: 20 })
})

describe('voices that are carried in any call', () => {
  it('reach nobody twice, not even while carriers change, and nobody hears themselves', () => {
    fc.assert(fc.property(anyCall, scenario => {
      // in the order in which they were sent, as over links that are equally fast
      const { bus, peers } = start(scenario, [0])
      bus.onDelivered = () => { expectHeardOnce(peers) }

      for (const event of scenario.events) {
        run(bus, peers, event)
        expectHeardOnce(peers)
      }
    }), { numRuns: RUNS })
  })

  it('reach nobody twice in the end, whatever the order of messages', () => {
    fc.assert(fc.property(anyCall, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (scenario, chances) => {
      const { bus, peers } = start(scenario, chances)
      scenario.events.forEach(event => { run(bus, peers, event) })
      bus.pass(SETTLED)
      expect(heardIn(peers).filter((voice, index, heard) => voice === heard[index - 1] || voice[0] === voice[2])).to.deep.equal([])

      const before = carriedIn(peers)
      bus.pass(SETTLED)
      expect(carriedIn(peers), 'nothing changes by itself').to.deep.equal(before)
    }), { numRuns: RUNS })
  })

  it('reach everyone that wants them, if one member is linked with all and carries', () => {
    fc.assert(fc.property(anyCall, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (scenario, chances) => {
      const severed = scenario.severed.filter(([a, b]) => a % scenario.keys.length !== 0 && b % scenario.keys.length !== 0)
      const events = scenario.events.filter(event => event.type !== 'leave' && (event.type !== 'sever' || event.pair.every(end => end % scenario.keys.length !== 0)))
      const { bus, peers } = start({ ...scenario, severed, unwilling: scenario.unwilling.filter(who => who % scenario.keys.length !== 0), shy: [] }, chances)
      const quiet = new Set<string>()

      for (const event of events) {
        run(bus, peers, event)

        if (event.type === 'listen') {
          const { publicKey } = peers[event.who % peers.length].presence
          event.only ? quiet.add(publicKey) : quiet.delete(publicKey)
        }
      }

      bus.pass(SETTLED)
      const heard = heardIn(peers)

      for (const [listener, speaker] of peers.flatMap(listener => peers.map(speaker => [listener, speaker]))) {
        if (listener !== speaker && !quiet.has(speaker.presence.publicKey)) {
          expect(heard).to.include(`${listener.presence.publicKey[0]} ${speaker.presence.publicKey[0]}`)
        }
      }
    }), { numRuns: RUNS })
  })
})

type Scenario = Omit<typeof anyCall extends fc.Arbitrary<infer Value> ? Value : never, 'events'>

function start ({ keys, severed, unwilling, shy }: Scenario, chances: number[]): { bus: ProtocolBus, peers: BusPeer[] } {
  const bus = new ProtocolBus(chances)
  const has = (list: number[], publicKey: string): boolean => list.some(who => keys[who % keys.length] === publicKey)
  const pairs = severed.map(([a, b]) => [keys[a % keys.length], keys[b % keys.length]] as [string, string]).filter(([a, b]) => a !== b)
  const peers = createGappyCall(bus, keys, pairs, publicKey => ({ carry: !has(unwilling, publicKey), carried: !has(shy, publicKey) }))

  return { bus, peers }
}

function run (bus: ProtocolBus, peers: BusPeer[], event: Event): void {
  switch (event.type) {
    case 'pass':
      bus.pass(event.ms)
      break
    case 'leave':
      peers[event.who % peers.length].leave()
      break
    case 'listen':
      peers[event.who % peers.length].feed({ type: 'microphone', listenOnly: event.only })
      break
    default: {
      const [first, second] = event.pair.map(end => peers[end % peers.length])

      if (first !== second && !first.over && !second.over) {
        bus[event.type](first, second)
      }
    }
  }
}

/** A pair that has just been linked is carried until both have told the carrier: they hear each other twice for a moment */
function expectHeardOnce (peers: BusPeer[]): void {
  const heard = heardIn(peers)
  const twice = heard.filter((voice, index) => heard[index - 1] === voice)

  for (const voice of twice) {
    const [listener, speaker] = voice.split(' ').map(digit => peers.find(({ presence }) => presence.publicKey[0] === digit) as BusPeer)

    expect(listener, 'nobody hears themselves').to.not.equal(speaker)
    expect(heard.filter(other => other === voice), voice).to.have.lengthOf(1 + Number(justLinked(listener, speaker)))
  }

  expect(heard.filter(voice => voice[0] === voice[2]), 'nobody hears themselves').to.deep.equal([])
}

/** The carrier hasn't been told yet that it isn't needed */
function justLinked (listener: BusPeer, speaker: BusPeer): boolean {
  return listener.protocol.participants.get(speaker.presence.publicKey)?.linkState === 'connected'
}
