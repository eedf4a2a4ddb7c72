import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { HARD_LIMIT } from '../../../src/mesh/index.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, ProtocolBus } from '../fixtures/protocol-bus.ts'

describe('the last places in a call', () => {
  it('go to exactly as many of those who race for them, whoever hears of whom in what order', () => {
    fc.assert(fc.property(
      fc.integer({ min: 1, max: HARD_LIMIT - 1 }),
      fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(), { minLength: 100, maxLength: 100 }),
      fc.shuffledSubarray([...'0123456789ab'], { minLength: 12, maxLength: 12 }),
      race
    ), { numRuns: 300 })
  })
})

function race (inCall: number, racers: number[][], chances: number[], keys: string[]): void {
  const bus = new ProtocolBus(chances)
  const members = createLinkedCall(bus, keys.slice(0, inCall).map(keyOf))
  const late = racers.map((_, i) => bus.add(keyOf(keys[inCall + i]), { session: `${2 + i}` }))
  const all = [...members, ...late]

  late.forEach((racer, i) => {
    // the first who are found may be others who race; a member is found in the end
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

  const stayed = all.filter(({ over }) => !over)

  expect(stayed, 'who stayed').to.have.lengthOf(Math.min(HARD_LIMIT, all.length))
  expect(stayed).to.include.members(members)

  for (const { presence, others } of stayed) {
    expect([presence.publicKey, ...others]).to.have.members(stayed.map(({ presence }) => presence.publicKey))
  }
}
