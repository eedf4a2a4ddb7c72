import { expect } from 'aegir/chai'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, presenceOf, ProtocolBus, stateOf } from '../fixtures/protocol-bus.ts'

const KEYS = [...'123456789'].map(keyOf)

describe('a member that claims the last place in a call, and doesn\'t take it', () => {
  it('keeps no newcomer out by a refusal, before or after the others have let the newcomer in', () => {
    for (const settled of [true, false]) {
      for (const key of ['0', 'b', 'c', 'd', 'e', 'f'].map(keyOf)) {
        for (const first of [true, false]) {
          const bus = new ProtocolBus()
          const members = createLinkedCall(bus, KEYS.slice(0, 7))
          const newcomer = bus.add(keyOf('a'))
          const refuse = (): void => { newcomer.receive(presenceOf(key), { type: 'refuse', reason: 'full', presences: [], state: stateOf({ participants: 8, settled }) }) }

          if (first) {
            refuse()
          }

          newcomer.ask(members[0])
          bus.run()
          refuse()
          newcomer.feed({ type: 'exhausted' })
          bus.pass(2_000)

          expect(newcomer.error).to.equal(undefined)
          expect(newcomer.others).to.have.lengthOf(7)
          expect(newcomer.protocol.state.settled).to.equal(true)
        }
      }
    }
  })
})
