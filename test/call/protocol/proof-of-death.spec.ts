import { expect } from 'aegir/chai'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { LinkState } from '../../../src/link/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [ADA, BEN, CLEO, DAN] = ['a', 'b', 'c', 'd'].map(keyOf)

describe('a proof that a participant has died', () => {
  let bus: ProtocolBus
  let ada: BusPeer
  let ben: BusPeer
  let cleo: BusPeer

  beforeEach(() => {
    bus = new ProtocolBus();
    [ada, ben, cleo] = createLinkedCall(bus, [ADA, BEN, CLEO])
    bus.pass(5_000)
  })

  /** What Cleo reports of Ben */
  function report (state: LinkState): void {
    ada.receive(cleo.presence, { type: 'links', links: [{ participant: ADA, state: 'connected' }, { participant: BEN, state }] })
  }

  function prove (): void {
    ada.feed({ type: 'dead', publicKey: BEN, session: '1' })
  }

  function fallSilent (): void {
    ada.feed({ type: 'link', publicKey: BEN, state: 'reconnecting' })
  }

  it('removes it at once when its link is silent and nobody hears it', () => {
    fallSilent()
    report('reconnecting')
    prove()

    expect(ada.others).to.deep.equal([CLEO])
    expect(ada.effects.findLast(effect => effect.type === 'disconnect')?.left).to.equal(false)
  })

  it('counts as soon as others report the silence, too', () => {
    fallSilent()
    prove()
    expect(ada.others).to.include(BEN)
    report('reconnecting')

    expect(ada.others).to.deep.equal([CLEO])
  })

  it('counts for some seconds only', () => {
    fallSilent()
    prove()
    bus.pass(6_000)
    report('reconnecting')

    expect(ada.others).to.include(BEN)
  })

  it('removes nobody who is heard, by us or by others', () => {
    prove()
    expect(ada.others).to.include(BEN)
    fallSilent()
    prove()

    expect(ada.others).to.include(BEN)
  })

  it('says nothing of another session', () => {
    fallSilent()
    report('reconnecting')
    ada.feed({ type: 'dead', publicKey: BEN, session: '0' })

    expect(ada.others).to.include(BEN)
  })

  it('is told to the others at once, who believe it only about a participant that they don\'t hear either', () => {
    fallSilent()
    report('reconnecting')
    prove()
    const told = sentIn(ada.feed({ type: 'time' })).find(([to, { type }]) => to === CLEO && type === 'links')?.[1]
    expect(told).to.deep.include({ type: 'links', links: [{ participant: CLEO, state: 'connected', quality: undefined }, { participant: BEN, state: 'closed' }], carried: [] })

    bus.run()
    expect(cleo.others).to.include(BEN)
    cleo.feed({ type: 'link', publicKey: BEN, state: 'reconnecting' })
    expect(cleo.others).to.deep.equal([ADA])
  })

  it('is forgotten when a newer session comes', () => {
    fallSilent()
    report('closed')
    expect(ada.others).to.not.include(BEN)
    ada.receive(presenceOf(BEN, '2'), { type: 'join', state: stateOf() })
    ada.feed({ type: 'link', publicKey: BEN, state: 'connected' })
    fallSilent()

    expect(ada.others).to.include(BEN)
  })

  it('keeps others from bringing it back before they know, but not itself', () => {
    fallSilent()
    report('reconnecting')
    prove()
    ada.receive(cleo.presence, { type: 'welcome', presences: [ben.presence, presenceOf(DAN)], informed: [], state: stateOf({ participants: 4 }) })
    expect(ada.others).to.have.members([CLEO, DAN])

    ada.receive(ben.presence, { type: 'restart', fresh: false })
    expect(ada.others).to.include(BEN)
  })
})
