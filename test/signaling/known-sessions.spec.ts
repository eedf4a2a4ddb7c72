import { expect } from 'aegir/chai'
import { fromString } from 'uint8arrays/from-string'
import { KnownSessions } from '../../src/signaling/known-sessions.ts'
import { MAX_CLAIMED_SESSIONS, MESSAGE_BURST } from '../../src/signaling/limits.ts'
import type { GroupKeys } from '../../src/group/index.ts'
import type { SignedPresence } from '../../src/signaling/messages.ts'

const [PAST, CURRENT] = ['past', 'current'].map(key => key as unknown as GroupKeys)

const MEMBER = 'a member'
const INIT = { isParticipant: () => false, isMember: () => true }

describe('known sessions', () => {
  let known: KnownSessions

  const claim = (session: string, publicKey = 'ada'): boolean => known.claim(presence(publicKey, session), CURRENT, MEMBER, 0) != null
  const meet = (session: string, publicKey = 'ada'): boolean => known.meet(presence(publicKey, session), CURRENT, undefined, 0) != null
  const isKnown = (session: string): boolean => known.get('ada', session) != null
  const isStale = (session: string): boolean => known.isStale(presence('ada', session))

  beforeEach(() => {
    known = new KnownSessions(CURRENT, INIT)
  })

  it('make older ones stale once they are met, and only then', () => {
    meet('5')
    claim('7')
    expect(['4', '5', '7'].map(isStale)).to.deep.equal([true, false, false])
    expect(['5', '7'].map(isKnown)).to.deep.equal([true, true])

    meet('7')
    expect(['5', '6', '7'].map(isStale)).to.deep.equal([true, true, false])
    expect(isKnown('5')).to.equal(false)
    expect([meet('5'), claim('5'), meet('6')]).to.deep.equal([false, false, false])
  })

  it('are met in whatever order they were claimed', () => {
    claim('7')
    claim('9')
    expect(meet('5')).to.equal(true)
    expect(meet('8')).to.equal(true)
    expect(['7', '8', '9'].map(isKnown)).to.deep.equal([false, true, true])
  })

  it('have the presence that they sent last, by the number of the message', () => {
    const [first, moved, claimed] = [presence('ada', '5'), presence('ada', '5'), presence('ada', '5')]
    const session = known.meet(first, CURRENT, undefined, 0)

    if (session == null) {
      throw new Error('There is room')
    }

    known.renew(session, moved, CURRENT, 2n)
    expect(session.presence).to.equal(moved)

    // overtaken on the way, for another epoch, or told by others
    known.renew(session, first, CURRENT, 1n)
    known.renew(session, first, PAST, 3n)
    known.claim(claimed, CURRENT, MEMBER, 0)
    expect(session.presence).to.equal(moved)
  })

  it('are found by their session key, those that were met before others', () => {
    known.meet(presence('ada', '5', 'a1'), CURRENT, undefined, 0)
    known.claim(presence('ada', '7', 'a2'), CURRENT, MEMBER, 0)
    expect(['a1', 'a2', 'a3'].map(key => known.find(key)?.presence.session)).to.deep.equal(['5', '7', undefined])

    known.claim(presence('ada', '8', 'a1'), CURRENT, MEMBER, 0)
    expect(known.find('a1')?.presence.session).to.equal('5')
  })

  it('that were only claimed are the two highest', () => {
    expect(MAX_CLAIMED_SESSIONS).to.equal(2)
    ;['5', '7', '6'].forEach(session => { claim(session) })
    expect(['5', '6', '7'].map(isKnown)).to.deep.equal([false, true, true])
    expect(claim('4')).to.equal(false)
  })

  it('don\'t come back when they have left', () => {
    meet('5')
    known.forget(presence('ada', '5'))
    expect([isKnown('5'), isStale('5'), meet('5'), claim('5')]).to.deep.equal([false, true, false, false])
    expect([isStale('4'), isStale('6')]).to.deep.equal([true, false])
    expect(known.find('00')).to.equal(undefined)
  })

  it('don\'t come back when they were only claimed, and make no older one stale by leaving', () => {
    meet('5')
    claim('7')
    known.forget(presence('ada', '7'))
    expect([isKnown('7'), meet('7'), claim('7')]).to.deep.equal([false, false, false])
    expect([isKnown('5'), isStale('5')]).to.deep.equal([true, false])
  })

  it('are compared as strings', () => {
    meet('0a'.repeat(16))
    expect([isStale('09'.repeat(16)), isStale('0b'.repeat(16))]).to.deep.equal([true, false])
  })

  it('keep their sequence window when they are reported again, met, or introduced in a new epoch', () => {
    const { sequence } = known.claim(presence('ada', '5'), CURRENT, MEMBER, 0) ?? {}
    sequence?.accept(5n)
    expect(known.meet(presence('ada', '5'), CURRENT, undefined, 0)?.sequence.accept(5n)).to.equal(false)
    expect(known.claim(presence('ada', '5'), CURRENT, MEMBER, 0)?.sequence.accept(5n)).to.equal(false)

    const next = 'next' as unknown as GroupKeys
    known.startEpoch(next, [presence('ada', '5')])
    expect(known.meet(presence('ada', '5'), next, undefined, 0)?.sequence.accept(5n)).to.equal(false)
  })

  it('are verified by presence, signature and epoch', () => {
    known = new KnownSessions(PAST, INIT)
    const ada = presence('ada', '5')
    known.meet(ada, PAST, undefined, 0)
    expect(known.has(ada, PAST)).to.equal(true)
    expect(known.has(ada, CURRENT)).to.equal(false)
    const other = new Uint8Array(64).fill(1)
    expect(known.has({ ...ada, signed: { ...ada.signed, signature: other } }, PAST)).to.equal(false)
    expect(known.has({ ...ada, signed: { ...ada.signed, sessionSignature: other } }, PAST)).to.equal(false)

    known.startEpoch(CURRENT, [ada])
    known.meet(ada, CURRENT, undefined, 0)
    expect(known.has(ada, CURRENT)).to.equal(true)

    // a message of the last epoch that was still on its way changes nothing
    known.meet(ada, PAST, undefined, 0)
    expect(known.has(ada, CURRENT)).to.equal(true)
  })

  it('of the last epoch are not shown as newer ones: nobody could verify them', () => {
    known = new KnownSessions(PAST, INIT)
    const ada = presence('ada', '5')
    known.meet(ada, PAST, undefined, 0)
    expect(known.newerThan(presence('ada', '4'))).to.equal(ada)

    known.startEpoch(CURRENT, [ada])
    expect(known.newerThan(presence('ada', '4'))).to.equal(undefined)
  })

  it('name the member that introduced their identity, until it speaks for itself', () => {
    claim('5')
    expect(known.introducerOf('ada')).to.equal(MEMBER)
    meet('5')
    expect(known.introducerOf('ada')).to.equal(undefined)
  })

  it('of those who don\'t stay are forgotten with their epoch', () => {
    meet('5')
    meet('5', 'ben')
    known.startEpoch(PAST, [presence('ben', '5')])
    expect([known.get('ada', '5')?.sessionKey, known.get('ben', '5')?.sessionKey]).to.deep.equal([undefined, '00'])
  })

  it('of one identity share one rate of messages: a new session brings no new burst', () => {
    const taken = Array.from({ length: 100 }, (_, session) => known.meet(presence('ada', String(1_000 + session)), CURRENT, undefined, 0)?.rate.take(0))

    expect(taken.filter(Boolean)).to.have.lengthOf(MESSAGE_BURST)
  })
})

function presence (publicKey: string, session: string, sessionKey = '00'): SignedPresence {
  return { publicKey, session, sessionKey: fromString(sessionKey, 'base16'), addresses: [], name: '', signed: { presence: new TextEncoder().encode(publicKey + session), signature: new Uint8Array(64), sessionSignature: new Uint8Array(64) } }
}
