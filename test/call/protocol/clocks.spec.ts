import { expect } from 'aegir/chai'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, presenceOf, ProtocolBus } from '../fixtures/protocol-bus.ts'

describe('what participants say of their clocks', () => {
  it('counts only while they are linked, and is told with the links', () => {
    const wallClock = (): number => 5_000
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [keyOf('a'), keyOf('b')], { wallClock })
    const clocks = (): unknown[] => ada.effects.filter(({ type }) => type === 'clock')

    expect(clocks()).to.deep.include({ type: 'clock', publicKey: ben.presence.publicKey, time: 5_000 })

    const before = clocks().length
    const cleo = presenceOf(keyOf('c'))
    ada.receive(cleo, { type: 'join', state: { ...ada.protocol.state, settled: false } })
    ada.receive(cleo, { type: 'links', links: [], time: 6_000 })
    expect(clocks()).to.have.lengthOf(before)

    ada.feed({ type: 'link', publicKey: cleo.publicKey, state: 'connected' })
    ada.receive(cleo, { type: 'links', links: [], time: 7_000 })
    expect(clocks().slice(before)).to.deep.equal([{ type: 'clock', publicKey: cleo.publicKey, time: 7_000 }])
  })
})
