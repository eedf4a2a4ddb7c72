import { expect } from 'aegir/chai'
import { Contacts } from '../../../src/contacts/index.ts'
import { carriedIn, createGappyCall, heardIn } from '../fixtures/gappy-call.ts'
import { keyOf, ProtocolBus, sentIn } from '../fixtures/protocol-bus.ts'
import type { CallProtocolInit } from '../../../src/call/protocol/call-protocol.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(keyOf)

/** ms: a pair waits 2 s for its link, and the news of other links takes up to 1 s */
const CARRIED_BY = 3_000

/** Everybody hears everybody once */
const ALL_OF_THREE = ['a b', 'a c', 'b a', 'b c', 'c a', 'c b']

describe('two participants without a link', () => {
  const scene = {} as unknown as { bus: ProtocolBus }

  beforeEach(() => { scene.bus = new ProtocolBus() })

  function createCall (publicKeys: string[], severed: Array<[string, string]>, init?: (publicKey: string) => Partial<CallProtocolInit>): BusPeer[] {
    return createGappyCall(scene.bus, publicKeys, severed, init)
  }

  /** Sets who is muted and who only listens, as their microphones say */
  function listenOnly (peer: BusPeer): void {
    peer.feed({ type: 'microphone', listenOnly: true })
    scene.bus.run()
  }

  it('hear each other through a member that is linked with both, and everybody sees it', () => {
    const peers = createCall([A, B, C], [[A, B]])
    const [ada, ben, cat] = peers

    expect(heardIn(peers)).to.deep.equal(['a c', 'b c', 'c a', 'c b'])
    scene.bus.pass(CARRIED_BY)
    expect(heardIn(peers)).to.deep.equal(ALL_OF_THREE)
    expect(carriedIn(peers)).to.deep.equal(['a b c', 'b a c'])
    expect([ada, ben].map(({ protocol }) => protocol.participants.get(C)?.carries)).to.deep.equal([[[A, B]], [[A, B]]])
    expect(cat.events('participant:update')).to.have.lengthOf.above(0)
    expect(ada.protocol.participants.get(B)).to.include({ linkState: 'new', carrier: C })
  })

  it('are given time to connect first', () => {
    const peers = createCall([A, B, C], [[A, B]])
    scene.bus.pass(1_900)

    expect(carriedIn(peers)).to.deep.equal([])
    expect(peers.flatMap(({ effects }) => sentIn(effects)).filter(([, { type }]) => type === 'carry')).to.deep.equal([])
  })

  it('wait while other links of theirs come up, because the machines may only be busy', () => {
    const peers = createCall([A, B, C, D], [[A, B], [B, D]])
    scene.bus.pass(1_500)
    scene.bus.mend(peers[1], peers[3])
    scene.bus.pass(1_900)
    expect(carriedIn(peers)).to.deep.equal([])

    scene.bus.pass(1_100)
    expect(carriedIn(peers)).to.have.lengthOf(2)
  })

  it('need nobody once they are linked', () => {
    const peers = createCall([A, B, C], [[A, B]])
    scene.bus.pass(CARRIED_BY)
    scene.bus.mend(peers[0], peers[1])
    scene.bus.run()

    expect(peers[2].mixes).to.deep.equal(new Map([[A, []], [B, []]]))
    expect(carriedIn(peers)).to.deep.equal([])
    scene.bus.pass(60_000)
    expect(heardIn(peers)).to.deep.equal(ALL_OF_THREE)
    expect(peers[0].protocol.participants.get(C)?.carries).to.deep.equal([])
  })

  it('are carried when a link that was up fails', () => {
    const peers = createCall([A, B, C], [])
    scene.bus.pass(10_000)
    scene.bus.sever(peers[0], peers[1])
    scene.bus.pass(CARRIED_BY)

    expect(heardIn(peers)).to.deep.equal(ALL_OF_THREE)
  })

  it('are carried by another member as soon as the first has left', () => {
    const peers = createCall([A, B, C, D], [[A, B]])
    scene.bus.pass(CARRIED_BY)
    expect(carriedIn(peers)).to.deep.equal(['a b c', 'b a c'])

    peers[2].leave()
    scene.bus.run()
    expect(carriedIn(peers)).to.deep.equal(['a b d', 'b a d'])
    expect(heardIn(peers)).to.deep.equal(['a b', 'a d', 'b a', 'b d', 'd a', 'd b'])
  })

  for (const end of [0, 1]) {
    it(`are carried by another member as soon as the link of the first to ${end === 0 ? 'the lower' : 'the higher'} key fails`, () => {
      const peers = createCall([A, B, C, D], [[A, B]])
      scene.bus.pass(CARRIED_BY)
      scene.bus.sever(peers[2], peers[end])
      scene.bus.run()

      expect(carriedIn(peers)).to.deep.equal(['a b d', 'b a d'])
      expect(peers[2].mixes).to.deep.equal(new Map([[A, []], [B, []]]))
    })
  }

  for (const end of [0, 1]) {
    it(`are carried again soon after the only member has lost its link to the ${end === 0 ? 'lower' : 'higher'} key, and has another`, () => {
      const peers = createCall([A, B, C], [[A, B]])
      scene.bus.pass(CARRIED_BY)
      scene.bus.sever(peers[2], peers[end])
      scene.bus.run()
      scene.bus.mend(peers[2], peers[end])
      scene.bus.pass(CARRIED_BY)

      expect(carriedIn(peers)).to.deep.equal(['a b c', 'b a c'])
    })
  }

  it('ask a member that has not answered again after a few seconds', () => {
    const peers = createCall([A, B, C], [[A, B]])
    scene.bus.peers.delete(C)
    scene.bus.pass(CARRIED_BY)
    scene.bus.peers.set(C, peers[2])
    scene.bus.pass(6_500)

    expect(carriedIn(peers)).to.deep.equal(['a b c', 'b a c'])
  })

  it('do not hear each other through two members, a pair of which is not linked with both', () => {
    const peers = createCall([A, B, C, D], [[A, B], [A, D], [B, C]])
    scene.bus.pass(30_000)

    // A - C - D - B: everybody hears those two steps away, and A and B don't hear each other
    expect(carriedIn(peers)).to.deep.equal(['a d c', 'b c d', 'c b d', 'd a c'].filter(pair => carriedIn(peers).includes(pair)))
    expect(carriedIn(peers)).to.have.lengthOf(2)
    expect(heardIn(peers)).to.not.include('a b')
    expect(new Set(heardIn(peers)).size).to.equal(heardIn(peers).length)
  })

  it('wait for another member when the first does not answer', () => {
    const peers = createCall([A, B, C, D], [[A, B]])
    peers[2].over = true
    scene.bus.peers.delete(C)
    scene.bus.pass(CARRIED_BY + 1_100)

    expect(carriedIn(peers)).to.deep.equal(['a b d', 'b a d'])
  })

  it('are not carried by a member that does not want to', () => {
    const peers = createCall([A, B, C], [[A, B]], publicKey => ({ carry: publicKey !== C }))
    scene.bus.pass(60_000)
    expect(heardIn(peers)).to.deep.equal(['a c', 'b c', 'c a', 'c b'])

    const others = createCall([A, B, C, D], [[A, B]], publicKey => ({ carry: publicKey !== C }))
    scene.bus.pass(CARRIED_BY)
    expect(carriedIn(others)).to.deep.equal(['a b d', 'b a d'])
  })

  for (const shy of [A, B]) {
    it(`are not carried when ${shy === A ? 'the lower' : 'the higher'} key does not want to be`, () => {
      const peers = createCall([A, B, C], [[A, B]], publicKey => ({ carried: publicKey !== shy }))
      scene.bus.pass(60_000)

      expect(carriedIn(peers)).to.deep.equal([])
      expect(heardIn(peers)).to.deep.equal(['a c', 'b c', 'c a', 'c b'])
    })
  }

  it('are carried in one direction when one of them only listens', () => {
    const peers = createCall([A, B, C], [[A, B]])
    listenOnly(peers[0])
    scene.bus.pass(CARRIED_BY)
    expect(peers[2].mixes).to.deep.equal(new Map([[A, [B]]]))

    peers[0].feed({ type: 'microphone', listenOnly: false })
    scene.bus.run()
    expect(peers[2].mixes).to.deep.equal(new Map([[A, [B]], [B, [A]]]))
  })

  for (const holder of [A, B, C]) {
    it(`are not carried while ${holder === C ? 'the carrier' : 'one of them'} doubts the other's key`, () => {
      const name = 'Ben'
      const other = holder === B ? A : B
      const contacts = new Contacts([{ publicKey: keyOf('9'), name, verified: true, firstSeen: 1 }])
      const check = { check: (publicKey: string) => publicKey === other ? contacts.check(publicKey, name) : contacts.check(publicKey, '') }
      const peers = createCall([A, B, C], [[A, B]], publicKey => publicKey === holder ? { contacts: check } : {})
      scene.bus.pass(30_000)
      expect(carriedIn(peers)).to.deep.equal([])

      const peer = peers.find(({ presence }) => presence.publicKey === holder) as BusPeer
      peer.feed({ type: 'trust', publicKey: other })
      scene.bus.pass(14_100)
      expect(carriedIn(peers)).to.deep.equal(['a b c', 'b a c'])
    })
  }

  it('stop being carried at once when one of them is doubted', () => {
    let known = false
    const contacts = new Contacts([{ publicKey: keyOf('9'), name: 'Ben', verified: true, firstSeen: 1 }])
    const check = { check: (publicKey: string) => contacts.check(publicKey, known && publicKey === A ? 'Ben' : '') }
    const peers = createCall([A, B, C], [[A, B]], publicKey => publicKey === B ? { contacts: check } : {})
    scene.bus.pass(CARRIED_BY)
    known = true
    peers[1].feed({ type: 'contacts' })
    scene.bus.run()

    expect(peers[2].mixes).to.deep.equal(new Map([[A, []], [B, []]]))
    expect(carriedIn(peers)).to.deep.equal([])
  })

  it('announce when they speak to those who hear a mix, and so does the carrier', () => {
    const peers = createCall([A, B, C, D], [[A, B]])
    const [ada, ben, cat, dan] = peers
    const speakers = (peer: BusPeer): string[] => peer.protocol.participants.list.filter(({ speaking }) => speaking).map(({ publicKey }) => publicKey[0])
    scene.bus.pass(CARRIED_BY)

    ada.feed({ type: 'speaking', speaking: true })
    scene.bus.run()
    expect(peers.map(speakers)).to.deep.equal([[], ['a'], [], []])
    cat.feed({ type: 'speaking', speaking: true })
    scene.bus.run()
    expect([ada, ben].map(speakers)).to.deep.equal([['c'], ['a', 'c']])
    ada.feed({ type: 'speaking', speaking: false })
    scene.bus.run()
    expect(speakers(ben)).to.deep.equal(['c'])

    // measured again, and here there is no sound
    scene.bus.mend(ada, ben)
    scene.bus.run()
    expect(peers.map(speakers)).to.deep.equal([[], [], [], []])
    expect(sentIn(dan.effects).filter(([, { type }]) => type === 'speaking')).to.deep.equal([])
  })

  it('are told at once who is speaking when they begin to be carried', () => {
    const peers = createCall([A, B, C], [[A, B]])
    peers[0].feed({ type: 'speaking', speaking: true })
    scene.bus.pass(CARRIED_BY)

    expect(peers[1].protocol.participants.get(A)?.speaking).to.equal(true)
  })

  it('tell a member that carries them by mistake to stop', () => {
    const [ada, , cat] = createCall([A, B, C], [])
    scene.bus.pass(10_000)

    expect(sentIn(ada.receive(cat.presence, { type: 'links', links: [], carried: [[A, B]] }))).to.deep.equal([[C, { type: 'carry', participant: B, step: 'stop' }]])
  })

  it('ask again when the carrier has forgotten them', () => {
    const peers = createCall([A, B, C, D], [[A, B]])
    scene.bus.pass(CARRIED_BY)
    peers.slice(0, 2).forEach(peer => { peer.receive(peers[2].presence, { type: 'links', links: [{ participant: B, state: 'connected' }], carried: [] }) })
    scene.bus.pass(2_000)

    expect(carriedIn(peers)).to.deep.equal(['a b d', 'b a d'])
    expect(new Set(heardIn(peers)).size).to.equal(heardIn(peers).length)
  })
})
