import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { runAction, scenarios } from '../fixtures/any-scenario.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { OPEN, ProtocolBus } from '../fixtures/protocol-bus.ts'
import type { Scenario, World } from '../fixtures/any-scenario.ts'

/** With three dishonest members, this leaves a place for the newcomer */
const MAX_HONEST = 5

/** Enough to find most faults; raise it after larger changes of the protocol */
const RUNS = 200

describe('any messages of three members', () => {
  const world: World = { group: OPEN, keys: [], rosters: [], outsiders: [] }

  it('keep no newcomer out of a call that has a place for it', () => {
    fc.assert(fc.property(scenarios(world, fc.integer({ min: 2, max: MAX_HONEST })), fc.nat(), join), { numRuns: RUNS })
  })
})

/** The last of the honest participants joins while the dishonest members say what they like */
function join ({ keys, honest, actions, chances }: Scenario, joinAt: number): void {
  const bus = new ProtocolBus(chances)
  const members = createLinkedCall(bus, keys.slice(0, honest - 1), { group: OPEN })
  const newcomer = bus.add(keys[honest - 1], { group: OPEN })

  actions.forEach((action, index) => {
    if (index === joinAt % actions.length) {
      members.forEach(member => { newcomer.ask(member) })
    }

    runAction(bus, [...members, newcomer], action)
  })

  bus.run()
  newcomer.feed({ type: 'exhausted' })
  bus.pass(60_000)

  expect(newcomer.error).to.equal(undefined)

  for (const { presence, protocol } of members) {
    expect(newcomer.protocol.participants.get(presence.publicKey), 'a member to the newcomer').to.include({ linkState: 'connected' })
    expect(protocol.participants.get(newcomer.presence.publicKey), 'the newcomer to a member').to.include({ linkState: 'connected' })
  }
}
