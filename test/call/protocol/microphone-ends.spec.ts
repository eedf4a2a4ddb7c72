import { expect } from 'aegir/chai'
import { createGappyCall } from '../fixtures/gappy-call.ts'
import { keyOf, ProtocolBus } from '../fixtures/protocol-bus.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [A, B, C] = ['a', 'b', 'c'].map(keyOf)

describe('a participant whose microphone ends', () => {
  let bus: ProtocolBus
  let ada: BusPeer
  let ben: BusPeer

  beforeEach(() => {
    bus = new ProtocolBus();
    [ada, ben] = createGappyCall(bus, [A, B], [])
    feed(false)
  })

  function feed (ended: boolean): void {
    ada.feed({ type: 'microphone', listenOnly: false, ended })
    bus.run()
  }

  it('is shown to the others as muted, also if it unmutes, until it uses another microphone', () => {
    expect(ben.protocol.participants.get(A)?.muted).to.equal(false)
    feed(true)
    expect(ben.protocol.participants.get(A)).to.include({ muted: true, listenOnly: false })

    for (const muted of [true, false]) {
      ada.feed({ type: 'mute', muted })
      bus.run()
      expect(ben.protocol.participants.get(A)?.muted).to.equal(true)
    }

    expect(ada.protocol.muted).to.equal(false)
    feed(false)
    expect(ben.protocol.participants.get(A)?.muted).to.equal(false)
  })

  it('is muted for a newcomer, too', () => {
    feed(true)
    const cat = bus.add(C)
    cat.ask(ada)
    bus.run()

    expect(cat.protocol.participants.get(A)?.muted).to.equal(true)
  })
})
