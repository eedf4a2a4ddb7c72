import { expect } from 'aegir/chai'
import { keyOf, presenceOf, ProtocolBus, stateOf } from '../fixtures/protocol-bus.ts'

const [ADA, BEN] = ['a', 'b'].map(keyOf)

describe('a newcomer that is linked with everybody it knows', () => {
  it('holds no place while a participant sees more people in the call than it does', () => {
    const ada = new ProtocolBus().add(ADA)
    ada.receive(presenceOf(BEN), { type: 'welcome', presences: [], informed: [], state: stateOf({ participants: 3 }) })
    ada.feed({ type: 'exhausted' })
    ada.feed({ type: 'link', publicKey: BEN, state: 'connected' })
    expect(ada.protocol.state.settled).to.equal(false)

    ada.receive(presenceOf(BEN), { type: 'state', state: stateOf({ participants: 2 }) })
    expect(ada.protocol.state.settled).to.equal(true)
  })
})
