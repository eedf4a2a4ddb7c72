import { expect } from 'aegir/chai'
import { fromString } from 'uint8arrays/from-string'
import { KnownSessions } from '../../src/signaling/known-sessions.ts'
import { MAX_INTRODUCED, MAX_KEPT, MAX_KNOWN_IDENTITIES, MAX_VISITORS } from '../../src/signaling/limits.ts'
import type { GroupKeys } from '../../src/group/index.ts'
import type { SignedPresence } from '../../src/signaling/messages.ts'

const KEYS = 'keys' as unknown as GroupKeys

describe('the bounds of known sessions', () => {
  let known: KnownSessions
  let participants: string[]
  let members: ((publicKey: string) => boolean)

  const claim = (name: string, introducer: string, session = '1'): boolean => known.claim(presence(name, session), KEYS, introducer, 0) != null
  const meet = (name: string, carrier?: string, session = '1'): boolean => known.meet(presence(name, session), KEYS, carrier, 0) != null
  const isKnown = (name: string, session = '1'): boolean => known.get(name, session) != null
  const isStale = (name: string, session = '1'): boolean => known.isStale(presence(name, session))
  /** Names of invented people */
  const invented = (count: number, by = 'mallory'): string[] => Array.from({ length: count }, (_, index) => `${by}'s ${index}`)

  beforeEach(() => {
    participants = []
    members = () => true
    known = new KnownSessions(KEYS, { isParticipant: name => participants.includes(name), isMember: name => members(name) })
  })

  it('keep what was said and who has left, however many people one member invents', () => {
    const session = known.meet(presence('ada', '5'), KEYS, undefined, 0)
    session?.sequence.accept(7n)
    participants = ['ada']
    meet('ada', undefined, '5')
    known.forget(presence('ada', '5'))
    participants = []

    invented(1_080).forEach(name => { claim(name, 'mallory') })
    invented(1_080, 'another').forEach(name => { meet(name) })
    expect([isStale('ada', '5'), claim('ada', 'mallory', '5'), meet('ada', 'mallory', '5')]).to.deep.equal([true, false, false])
    expect([isStale('ada', '4'), session?.sequence.accept(7n)]).to.deep.equal([true, false])
  })

  it('turn away those that one member introduces over its share, and nobody else', () => {
    expect(MAX_INTRODUCED).to.equal(32)
    const told = invented(1_080).filter(name => claim(name, 'mallory'))

    expect(told).to.deep.equal(invented(MAX_INTRODUCED))
    expect(claim('cleo', 'mallory')).to.equal(false)
    expect(meet('cleo', 'mallory'), 'by a message that she brings').to.equal(false)
    expect(isStale('cleo')).to.equal(false)
    expect(claim('cleo', 'ben')).to.equal(true)
    expect(meet('dan')).to.equal(true)
    expect(meet('erin', 'ben')).to.equal(true)
    // known people can be introduced as before
    expect([claim('cleo', 'mallory'), claim(told[0], 'mallory')]).to.deep.equal([true, true])
  })

  it('give a share back when those that were introduced speak for themselves', () => {
    const introduced = invented(MAX_INTRODUCED)
    introduced.forEach(name => { claim(name, 'ben') })
    expect(claim('cleo', 'ben')).to.equal(false)

    // a message that another member brings doesn't count as their own
    expect(meet(introduced[0], 'ben')).to.equal(true)
    expect(claim('cleo', 'ben')).to.equal(false)

    expect(meet(introduced[0])).to.equal(true)
    expect(claim('cleo', 'ben')).to.equal(true)
  })

  it('are 1,024 people that were introduced, of however many members, and a person who speaks for themselves still gets in', () => {
    const introducers = Array.from({ length: 40 }, (_, index) => `invented ${index}`)
    const told = introducers.map(introducer => invented(MAX_INTRODUCED, introducer).filter(name => claim(name, introducer)).length)

    expect(told.reduce((sum, count) => sum + count)).to.equal(MAX_KNOWN_IDENTITIES)
    expect(known.size).to.equal(1_024)
    expect([claim('ada', 'ben'), meet('ada')]).to.deep.equal([false, true])
  })

  it('forget people who only came by, and those who came last stay', () => {
    invented(1_000).forEach(name => { meet(name) })
    expect(known.size).to.equal(MAX_VISITORS)
    expect(invented(1_000).filter(name => isKnown(name))).to.deep.equal(invented(1_000).slice(-MAX_VISITORS))

    // a person who looks is a visitor, too
    known.look(presence('lou', '1'), KEYS, 0)
    expect([isKnown('lou'), known.size]).to.deep.equal([true, MAX_VISITORS])
  })

  it('turn new people away above 4,096 that have been in the call, and forget none of these', () => {
    participants = ['ada']
    meet('ada')
    const came = invented(MAX_KEPT + 100).filter(name => {
      const cameIn = meet(name)
      participants = ['ada', name]
      known.forget(presence(name, '1'))
      participants = ['ada']

      return cameIn
    })

    expect(came).to.deep.equal(invented(MAX_KEPT - 1))
    expect(came.filter(name => !isStale(name))).to.deep.equal([])
    expect([meet('ben'), meet('cleo', 'ada')], 'new people').to.deep.equal([false, false])
    expect([isKnown('ada'), meet('ada', undefined, '2')], 'who is in the call').to.deep.equal([true, true])
    // people who have been in the call may come back, and anyone may ask who is in it
    expect(meet(came[0], undefined, '2')).to.equal(true)
    expect(known.look(presence('lou', '1'), KEYS, 0)).to.not.equal(undefined)
  })

  it('take only members from others, and people who come by themselves', () => {
    members = name => name !== 'stranger'

    expect([claim('stranger', 'ben'), meet('stranger', 'ben')]).to.deep.equal([false, false])
    expect([claim('ada', 'ben'), meet('stranger')]).to.deep.equal([true, true])
  })
})

function presence (publicKey: string, session: string): SignedPresence {
  return { publicKey, session, sessionKey: fromString('00', 'base16'), addresses: [], name: '', signed: { presence: new TextEncoder().encode(publicKey + session), signature: new Uint8Array(64), sessionSignature: new Uint8Array(64) } }
}
