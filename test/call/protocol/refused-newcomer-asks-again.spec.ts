import { expect } from 'aegir/chai'
import { keyOf, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [ADA, BEN, CLEO] = ['a', 'b', 'c'].map(keyOf)
const WELCOME: SignalMessage = { type: 'welcome', presences: [], informed: [], state: stateOf({ settled: false }) }
const REFUSE: SignalMessage = { type: 'refuse', reason: 'full', presences: [], state: stateOf({ participants: 8, settled: true }) }

describe('a newcomer that a participant has no place for', () => {
  let bus: ProtocolBus
  let ada: BusPeer

  beforeEach(() => {
    bus = new ProtocolBus()
    ada = bus.add(ADA)
    ada.receive(presenceOf(BEN), WELCOME)
    ada.receive(presenceOf(BEN), REFUSE)
  })

  /** Returns when Ada asks Ben within this time, in ms; `answer` is his answer each time */
  function askedWithin (ms: number, answer: SignalMessage): number[] {
    const times: number[] = []

    while ((ada.protocol.nextWake ?? Infinity) <= ms) {
      bus.now = ada.protocol.nextWake as number

      if (sentIn(ada.feed({ type: 'time' })).some(([to, { type }]) => to === BEN && type === 'join')) {
        times.push(bus.now)
        ada.receive(presenceOf(BEN), answer)
      }
    }

    return times
  }

  it('asks it again with growing pauses, however often it is refused', () => {
    expect(askedWithin(8_000, REFUSE)).to.deep.equal([500, 1_500, 3_500, 7_500])
  })

  it('doesn\'t ask it any longer once it is let in', () => {
    expect(askedWithin(8_000, WELCOME)).to.deep.equal([500])
  })

  it('knows of a participant what that participant said in its refusal, when others introduce it later', () => {
    ada.receive(presenceOf(CLEO), REFUSE)
    ada.receive(presenceOf(BEN), { ...WELCOME, presences: [presenceOf(CLEO)] } as SignalMessage)

    expect(ada.protocol.participants.get(CLEO)).to.include({ met: true, settled: true, refusing: true })
  })
})
