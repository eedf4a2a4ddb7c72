import { expect } from 'aegir/chai'
import { KnownSessions } from '../../src/signaling/known-sessions.ts'
import { MESSAGE_BURST } from '../../src/signaling/limits.ts'
import type { GroupKeys } from '../../src/group/index.ts'
import type { SignedPresence } from '../../src/signaling/messages.ts'

describe('known sessions', () => {
  it('are the newest of each identity', () => {
    const known = new KnownSessions()
    known.learn(presence('ada', '2'), 'key 2', 0)

    expect(known.learn(presence('ada', '1'), 'key 1', 0).sessionKey).to.equal('key 2')
    expect(known.isStale(presence('ada', '1'))).to.equal(true)
    expect(known.learn(presence('ada', '3'), 'key 3', 0).sessionKey).to.equal('key 3')
    expect(known.find('key 2')).to.equal(undefined)
  })

  it('do not come back when they have left', () => {
    const known = new KnownSessions()
    known.learn(presence('ada', '1'), 'key 1', 0).left = true

    expect(known.isStale(presence('ada', '1'))).to.equal(true)
    expect(known.isStale(presence('ada', '2'))).to.equal(false)
    expect(known.find('key 1')).to.equal(undefined)
  })

  it('keep counting sequence numbers when they are told again', () => {
    const known = new KnownSessions()
    const { sequence } = known.learn(presence('ada', '1'), 'key 1', 0)
    sequence.accept(5n)

    expect(known.learn(presence('ada', '1'), 'key 1', 0).sequence.accept(5n)).to.equal(false)
  })

  it('are verified anew in a new epoch, though they say the same', () => {
    const known = new KnownSessions()
    const [past, current] = ['past', 'current'].map(key => key as unknown as GroupKeys)
    const { sequence } = known.learn(presence('ada', '1'), 'key 1', 0, past)

    expect(known.has(presence('ada', '1'), past)).to.equal(true)
    expect(known.has(presence('ada', '1'), current)).to.equal(false)
    expect(known.learn(presence('ada', '1'), 'key 1', 0, current).sequence).to.equal(sequence)
    expect(known.has(presence('ada', '1'), current)).to.equal(true)
  })

  it('of one identity share one rate of messages: a new session brings no new burst', () => {
    const known = new KnownSessions()
    const taken = Array.from({ length: 100 }, (_, session) => known.learn(presence('ada', String(1_000 + session)), 'key', 0).rate.take(0))

    expect(taken.filter(Boolean)).to.have.lengthOf(MESSAGE_BURST)
  })

  it('of those who are in the call are not pushed out by others, however many there are', () => {
    const known = new KnownSessions(name => name === 'ada', 3)
    ;['ada', ...Array.from({ length: 50 }, (_, index) => `made up ${index}`)].forEach(name => { known.learn(presence(name, '1'), name, 0) })

    expect(known.size).to.equal(3)
    expect(known.get('ada')?.sessionKey).to.equal('ada')
  })

  it('are bounded', () => {
    const known = new KnownSessions(() => false, 3)
    ;['a', 'b', 'c', 'd'].forEach(name => { known.learn(presence(name, '1'), name, 0) })

    expect(known.size).to.equal(3)
    expect(known.get('a')).to.equal(undefined)
  })
})

function presence (publicKey: string, session: string): SignedPresence {
  return { publicKey, session, sessionKey: new Uint8Array(32), addresses: [], name: '', signed: { presence: new TextEncoder().encode(publicKey + session), signature: new Uint8Array(64) } }
}
