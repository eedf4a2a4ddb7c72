import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { HARD_LIMIT } from '../../../src/mesh/index.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, ProtocolBus } from '../fixtures/protocol-bus.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const chances = fc.array(fc.nat(), { minLength: 100, maxLength: 100 })
const digits = fc.shuffledSubarray([...'0123456789ab'], { minLength: 12, maxLength: 12 })

describe('the last places in a call', () => {
  it('go to exactly as many racing newcomers, in any order of messages', () => {
    fc.assert(fc.property(
      fc.integer({ min: 1, max: HARD_LIMIT - 1 }),
      fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
      chances,
      digits,
      race
    ), { numRuns: 300 })
  })

  it('go to eight of up to twelve who start at once', () => {
    fc.assert(fc.property(
      fc.array(fc.array(fc.nat(), { maxLength: 7 }), { minLength: HARD_LIMIT, maxLength: 12 }),
      chances,
      digits,
      startAtOnce
    ), { numRuns: 100 })
  })

  it('are held as soon as eight are linked with each other, although they still search', () => {
    const bus = new ProtocolBus()
    const [first, ...others] = [...'12345678'].map(digit => bus.add(keyOf(digit)))
    first.feed({ type: 'exhausted' })
    others.forEach(other => { other.ask(first) })
    bus.pass(1_000)

    for (const { protocol } of [first, ...others]) {
      expect(protocol.participants.list.map(({ linkState }) => linkState)).to.deep.equal(others.map(() => 'connected'))
      expect(protocol.state.settled).to.equal(true)
    }
  })
})

function race (inCall: number, racers: number[][], chances: number[], keys: string[]): void {
  const bus = new ProtocolBus(chances)
  const members = createLinkedCall(bus, keys.slice(0, inCall).map(keyOf))
  const late = racers.map((_, i) => bus.add(keyOf(keys[inCall + i]), { session: `${2 + i}` }))
  const all = [...members, ...late]

  late.forEach((racer, i) => {
    // a racer may find other racers first; in the end it finds a member
    const found = racers[i].map(ask => all[ask % all.length])
    new Set([...found, members[racers[i][0] % inCall]]).forEach(asked => {
      if (asked !== racer) {
        racer.ask(asked)
      }
    })
  })
  bus.run()
  // all of them have asked everybody they found
  late.forEach(racer => { racer.feed({ type: 'exhausted' }) })
  bus.pass(15_000)
  expectOneCall(all, members)
}

/** Each asks the next, and some others */
function startAtOnce (racers: number[][], chances: number[], keys: string[]): void {
  const bus = new ProtocolBus(chances)
  const all = racers.map((_, i) => bus.add(keyOf(keys[i])))

  all.forEach((racer, i) => {
    const found = racers[i].map(ask => all[ask % all.length])
    new Set([...found, all[(i + 1) % all.length]]).forEach(asked => {
      if (asked !== racer) {
        racer.ask(asked)
      }
    })
  })
  bus.run()
  all.forEach(racer => { racer.feed({ type: 'exhausted' }) })
  bus.pass(15_000)
  expectOneCall(all, [])
}

/** Eight are in the same call. The others have left, or know of that call, which has no place for them */
function expectOneCall (all: BusPeer[], members: BusPeer[]): void {
  const stayed = all.filter(({ over }) => !over)
  const call = stayed.filter(({ others }) => others.length === Math.min(HARD_LIMIT, all.length) - 1)

  expect(call, 'in the call').to.have.lengthOf(Math.min(HARD_LIMIT, all.length))
  expect(call).to.include.members(members)

  for (const peer of stayed) {
    if (call.includes(peer)) {
      expect([peer.presence.publicKey, ...peer.others]).to.have.members(call.map(({ presence }) => presence.publicKey))
    } else {
      expect(peer.events('apart'), 'news of the other call').to.deep.equal([{ participants: HARD_LIMIT }])
    }
  }
}
