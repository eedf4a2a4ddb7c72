import { expect } from 'aegir/chai'
import { createGappyCall } from '../fixtures/gappy-call.ts'
import { keyOf, ProtocolBus } from '../fixtures/protocol-bus.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [A, B, C] = ['a', 'b', 'c'].map(keyOf)

describe('a participant that takes another name', () => {
  let bus: ProtocolBus
  let ada: BusPeer
  let ben: BusPeer

  beforeEach(() => {
    bus = new ProtocolBus();
    [ada, ben] = createGappyCall(bus, [A, B], [])
    ada.feed({ type: 'rename', name: 'Ada the Second' })
    bus.run()
  })

  it('has it for everybody in the call', () => {
    expect(ben.protocol.participants.get(A)?.name).to.equal('Ada the Second')
  })

  it('has it for a newcomer that another participant introduces, too', () => {
    const cat = bus.add(C)
    cat.ask(ben)
    bus.run()

    expect(cat.protocol.participants.get(A)?.name).to.equal('Ada the Second')
  })
})
