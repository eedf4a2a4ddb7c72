import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { LinkModel, LOST } from '../fixtures/link-model.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, presenceOf, ProtocolBus, stateOf } from '../fixtures/protocol-bus.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

/** s after a death in which everybody notices: silence, and reports that are on their way or out of date */
const NOTICED = LOST + 10

/** The same when other links fail meanwhile: members wait for each other, and for what they last said of the dead one */
const NOTICED_LATE = 2 * LOST + 10

/** ms for which a path must have existed to count: reports travel, and are repeated, within that time */
const STABLE = 8_000

/** Links of a path that reports travel: messages are handed on once, by one member */
const REPORTED = 3

const RUNS = 150

type Step = { type: 'cut' | 'heal', a: number, b: number } | { type: 'pass', seconds: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('cut' as const), a: fc.nat(4), b: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('heal' as const), a: fc.nat(4), b: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('pass' as const), seconds: fc.constantFrom(1, 3, 10, 40) }) }
)

const scenario = fc.record({
  count: fc.integer({ min: 2, max: 5 }),
  dead: fc.nat(4),
  before: fc.array(step, { maxLength: 12 }),
  after: fc.array(step, { maxLength: 12 }),
  chances: fc.array(fc.nat(), { minLength: 20, maxLength: 20 })
})

describe('any links that fail', () => {
  function create (count: number, chances?: number[]): LinkModel {
    const bus = new ProtocolBus(chances)
    const model = new LinkModel(bus, createLinkedCall(bus, [...'12345'].slice(0, count).map(keyOf)))
    pass(model, STABLE / 1_000 + 1)

    return model
  }

  /** Lets time pass, and expects that nobody who is heard is removed */
  function pass (model: LinkModel, seconds: number): void {
    for (let second = 0; second < seconds; second++) {
      const paths = model.living.map(peer => model.within(peer, REPORTED, STABLE))
      model.living.forEach(({ effects }) => { effects.splice(0) })
      model.second()

      model.living.forEach((peer, index) => {
        const removed = peer.effects.flatMap(effect => effect.type === 'disconnect' ? [effect.record.publicKey] : [])
        const still = model.within(peer, REPORTED, STABLE)
        expect(removed.filter(publicKey => paths[index].has(publicKey) && still.has(publicKey)), 'removed although heard').to.deep.equal([])
      })
    }
  }

  function run (model: LinkModel, steps: Step[], limit = Infinity): number {
    let left = limit

    for (const action of steps) {
      if (action.type === 'pass') {
        const seconds = Math.min(left, action.seconds)
        pass(model, seconds)
        left -= seconds
      } else {
        const { a, b } = action
        const [one, other] = [model.peers[a % model.peers.length], model.peers[b % model.peers.length]]

        if (one !== other) {
          model[action.type](one, other)
        }
      }
    }

    return left
  }

  it('remove nobody that somebody hears, and everybody forgets a dead one in time', () => {
    fc.assert(fc.property(scenario, ({ count, dead, before, after, chances }) => {
      const model = create(count, chances)
      run(model, before)
      const killed = model.peers[dead % count]
      model.kill(killed)
      pass(model, run(model, after, after.some(({ type }) => type === 'cut') ? NOTICED_LATE : NOTICED))

      model.living.forEach(({ others }) => { expect(others).to.not.include(killed.presence.publicKey) })
    }), { numRuns: RUNS })
  })

  it('between two never make them leave and come back while a third hears both', () => {
    const model = create(3)
    const [ada, ben, cleo] = model.peers
    model.cut(ada, ben)
    const events = (): unknown[] => [ada, ben, cleo].flatMap(peer => [...peer.events('participant:leave'), ...peer.events('participant:join')])

    for (let second = 0; second < 600; second++) {
      [ada, ben, cleo].forEach(({ effects }) => { effects.splice(0) })
      model.second()
      expect(events()).to.deep.equal([])
    }

    expect(recordOf(ada, ben)).to.include({ unlinked: true, linkState: 'connecting' })
    expect(recordOf(ben, ada)).to.include({ unlinked: true })
    expect(recordOf(cleo, ada)).to.include({ unlinked: false, linkState: 'connected' })

    model.heal(ada, ben)
    model.second()
    expect(recordOf(ada, ben)).to.include({ unlinked: false, linkState: 'connected' })
  })

  it('of a participant that only one hears keep it there until that one loses it, too', () => {
    const model = create(3)
    const [ada, ben, cleo] = model.peers
    model.cut(ada, ben)
    pass(model, 60)
    model.cut(ben, cleo)
    pass(model, LOST - 1)
    expect(ada.others).to.include(ben.presence.publicKey)
    pass(model, 3)

    expect([ada.others, cleo.others]).to.deep.equal([[cleo.presence.publicKey], [ada.presence.publicKey]])
  })

  it('between a newcomer and somebody else take neither its place', () => {
    const bus = new ProtocolBus()
    const peers = createLinkedCall(bus, [...'12345678'].map(keyOf))
    const model = new LinkModel(bus, peers)
    const [first, second] = peers
    model.cut(first, second)

    for (let second = 0; second < 40; second++) {
      model.second()
    }

    first.effects.splice(0)
    first.receive(presenceOf(keyOf('9')), { type: 'join', state: stateOf({ settled: false, participants: 1 }) })

    expect(first.events('denied')).to.have.lengthOf(1)
    expect(first.others).to.include(second.presence.publicKey).and.have.lengthOf(7)
  })
})

function recordOf (peer: BusPeer, { presence }: BusPeer): unknown {
  return peer.protocol.participants.get(presence.publicKey)
}
