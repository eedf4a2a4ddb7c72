import { expect } from 'aegir/chai'
import { createSession } from '../../src/signaling/local-session.ts'

describe('a session', () => {
  it('is later in order when it began later', () => {
    const sessions = [0, 1, 0xffff, 0x10000, 1_700_000_000_000, 2 ** 47].map(now => createSession(now))

    expect([...sessions].sort()).to.deep.equal(sessions)
    expect(sessions.every(session => /^[0-9a-f]{32}$/.test(session))).to.equal(true)
  })

  it('is never the same twice', () => {
    expect(createSession(1)).to.not.equal(createSession(1))
  })
})
