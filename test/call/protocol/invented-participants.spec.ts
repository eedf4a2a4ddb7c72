import { expect } from 'aegir/chai'
import { HARD_LIMIT } from '../../../src/mesh/index.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, OFFER, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { SignalMessage, SignedPresence } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [ADA, BEN, NEWCOMER] = ['a', 'b', 'f'].map(keyOf)
const JOIN: SignalMessage = { type: 'join', state: stateOf({ participants: 1, settled: false }) }
/** Low sessions, as old as can be */
const INVENTED = [...'1234567'].map(digit => presenceOf(keyOf(digit), '0000'))

describe('invented participants', () => {
  let bus: ProtocolBus
  let ada: BusPeer
  let ben: BusPeer

  beforeEach(() => {
    bus = new ProtocolBus();
    [ada, ben] = createLinkedCall(bus, [ADA, BEN])
  })

  function claim (presences: SignedPresence[]): Effect[] {
    return ada.receive(ben.presence, { type: 'welcome', presences, informed: [], state: stateOf({ participants: 8 }) })
  }

  it('fill the call at most, and nobody leaves it for them', () => {
    const effects = claim(INVENTED)

    expect(ada.others).to.have.lengthOf(HARD_LIMIT - 1)
    expect(ada.others).to.include(BEN)
    expect(effects.filter(({ type }) => type === 'end' || type === 'disconnect')).to.deep.equal([])
    // the session without a place is told so, in case it is there
    expect(sentIn(effects).filter(([, { type }]) => type === 'refuse').map(([to]) => to)).to.deep.equal([INVENTED[6].publicKey])

    bus.pass(60_000)
    expect(ada.error).to.equal(undefined)
  })

  it('give way to newcomers who speak for themselves', () => {
    claim(INVENTED)

    for (const [digit, message] of [['8', JOIN], ['9', OFFER], ['c', { type: 'restart', fresh: false }], ['d', { type: 'welcome', presences: [], informed: [], state: stateOf() }]] as Array<[string, SignalMessage]>) {
      ada.receive(presenceOf(keyOf(digit)), message)

      expect(ada.others).to.include(keyOf(digit)).and.have.lengthOf(HARD_LIMIT - 1)
    }

    expect(ada.events('denied')).to.deep.equal([])
  })

  it('are not shown to a member that asks who is there, until they have spoken', () => {
    claim(INVENTED)
    const shown = (): string[] => sentIn(ada.receive(presenceOf(NEWCOMER), { type: 'look' })).flatMap(([, message]) => message.type === 'present' ? message.presences.map(({ publicKey }) => publicKey) : [])
    expect(shown()).to.deep.equal([BEN])

    ada.receive(INVENTED[0], { type: 'chat', text: 'hello' })
    expect(shown()).to.deep.equal([BEN, INVENTED[0].publicKey])
  })

  it('don\'t give way to others who are only claimed', () => {
    claim(INVENTED)
    const before = ada.others
    const effects = claim([presenceOf(keyOf('8')), presenceOf(keyOf('9'))])

    expect(ada.others).to.deep.equal(before)
    expect(sentIn(effects).filter(([, { type }]) => type === 'refuse').map(([to]) => to)).to.deep.equal([keyOf('8'), keyOf('9')])
  })

  it('are not named to those who are refused', () => {
    const spoken = [...'12345'].map(digit => presenceOf(keyOf(digit)))
    spoken.forEach(presence => { ada.receive(presence, JOIN) })
    claim([presenceOf(keyOf('6'), '0000')])
    const [[, refusal]] = sentIn(claim([presenceOf(keyOf('8'))])).filter(([to]) => to === keyOf('8'))

    expect(refusal.type === 'refuse' ? refusal.presences?.map(({ publicKey }) => publicKey) : []).to.have.members([BEN, ...spoken.map(({ publicKey }) => publicKey)])
  })

  it('are told once that they have no place, not each time that they are claimed', () => {
    claim(INVENTED)
    claim([presenceOf(keyOf('8'))])

    expect(sentIn(claim([presenceOf(keyOf('8'))])).filter(([, { type }]) => type === 'refuse')).to.deep.equal([])
  })

  it('never push out a participant who has spoken or is linked', () => {
    const met = [...'123456'].map(digit => presenceOf(keyOf(digit)))
    met.forEach((presence, index) => {
      if (index % 2 === 0) {
        ada.receive(presence, JOIN)
      } else {
        claim([presence])
        ada.feed({ type: 'link', publicKey: presence.publicKey, state: 'connected' })
      }
    })
    const others = ada.others
    expect(others).to.have.lengthOf(HARD_LIMIT - 1)

    const effects = ada.receive(presenceOf(NEWCOMER), JOIN)
    expect(ada.others).to.deep.equal(others)
    expect(sentIn(effects)).to.deep.equal([[NEWCOMER, { type: 'refuse', reason: 'full', presences: ada.protocol.participants.list.map(({ presence }) => presence), state: ada.protocol.state }]])
    expect(ada.events('denied')).to.have.nested.property('[0].reason', 'full')
  })

  it('count as met as soon as they say anything, or a link to them is up', () => {
    claim(INVENTED)
    INVENTED.slice(0, 3).forEach(presence => { ada.receive(presence, { type: 'chat', text: 'hello' }) })
    INVENTED.slice(3, 6).forEach(({ publicKey }) => { ada.feed({ type: 'link', publicKey, state: 'connected' }) })
    ada.receive(presenceOf(NEWCOMER), JOIN)

    expect(ada.others).to.not.include(NEWCOMER)
  })

  it('are gone when a newcomer has needed their place, and don\'t hand it to a third', () => {
    claim(INVENTED)
    const full = [...ada.others];
    [...'89cde'].forEach(digit => { ada.receive(presenceOf(keyOf(digit)), JOIN) })

    expect(ada.others.filter(publicKey => !full.includes(publicKey))).to.have.lengthOf(5)
    expect(ada.effects.filter(effect => effect.type === 'disconnect').map(({ left }) => left)).to.deep.equal([false, false, false, false, false])
  })
})

describe('the place of a participant that leaves', () => {
  let ada: BusPeer
  let bus: ProtocolBus

  beforeEach(() => {
    bus = new ProtocolBus();
    [ada] = createLinkedCall(bus, [...'a1234567'].map(keyOf))
    ada.receive(presenceOf(NEWCOMER), JOIN)
    expect(ada.others).to.not.include(NEWCOMER)
  })

  const ways: Array<[string, () => Effect[]]> = [
    ['says so', () => ada.receive(presenceOf(keyOf('1')), { type: 'leave' })],
    ['says so over its link', () => ada.feed({ type: 'goodbye', publicKey: keyOf('1') })],
    ['falls silent, and nobody else hears it', () => {
      [...'234567'].forEach(digit => { ada.receive(presenceOf(keyOf(digit)), { type: 'links', links: [] }) })
      ada.feed({ type: 'link', publicKey: keyOf('1'), state: 'closed' })

      return ada.feed({ type: 'silence', publicKey: keyOf('1') })
    }]
  ]

  ways.forEach(([how, leave]) => {
    it(`goes to a newcomer that was refused: the participant ${how}`, () => {
      const effects = leave()

      expect(ada.others).to.include(NEWCOMER)
      expect(sentIn(effects).filter(([to]) => to === NEWCOMER).map(([, { type }]) => type)).to.deep.equal(['welcome'])
    })
  })

  it('goes to nobody who was refused too long ago', () => {
    bus.pass(30_001)
    ada.feed({ type: 'silence', publicKey: keyOf('1') })

    expect(ada.others).to.not.include(NEWCOMER)
  })

  it('goes to nobody who has given up', () => {
    ada.receive(presenceOf(NEWCOMER), { type: 'leave' })
    ada.feed({ type: 'silence', publicKey: keyOf('1') })

    expect(ada.others).to.not.include(NEWCOMER)
  })

  it('goes to nobody else when the participant comes back in a newer session', () => {
    ada.receive(presenceOf(keyOf('1'), '2'), JOIN)

    expect(ada.protocol.participants.get(keyOf('1'))).to.include({ session: '2' })
    expect(ada.others).to.not.include(NEWCOMER)
    expect(ada.others).to.have.lengthOf(HARD_LIMIT - 1)
  })
})
