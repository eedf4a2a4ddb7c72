import { expect } from 'aegir/chai'
import { SEQUENCE_WINDOW } from '../../src/signaling/limits.ts'
import { createSession, RateLimit, SequenceGuard, violationLimit } from '../../src/signaling/session.ts'

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

describe('the sequence guard', () => {
  it('lets each number through once, in any order within its window', () => {
    const guard = new SequenceGuard()

    expect([1n, 3n, 2n, 3n, 2n, 1n, 0n, -1n].map(sequence => guard.accept(sequence))).to.deep.equal([true, true, true, false, false, false, false, false])
  })

  it('takes what is older than its window for a replay', () => {
    const guard = new SequenceGuard()
    const far = BigInt(SEQUENCE_WINDOW) * 3n
    guard.accept(far)

    expect(guard.accept(far - BigInt(SEQUENCE_WINDOW))).to.equal(false)
    expect(guard.accept(far - BigInt(SEQUENCE_WINDOW) + 1n)).to.equal(true)
  })
})

describe('the rate limit', () => {
  it('lets a burst through, and then so many a second', () => {
    const limit = new RateLimit(20, 60, 0)
    const at = (now: number, count: number): number => Array.from({ length: count }, () => limit.take(now)).filter(Boolean).length

    expect(at(0, 100)).to.equal(60)
    expect(at(1_000, 100)).to.equal(20)
    expect(at(1_050, 100)).to.equal(1)
    expect(at(1_000_000, 100)).to.equal(60)
  })
})

describe('messages that make no sense', () => {
  it('are two in a row, and the third is one too many', () => {
    const violations = violationLimit(0)

    expect([0, 0, 0].map(now => violations.take(now))).to.deep.equal([true, true, false])
  })

  it('are forgotten one by one: one in 20 s is never too many', () => {
    const violations = violationLimit(0)

    expect(Array.from({ length: 100 }, (_, i) => violations.take(i * 20_000)).every(Boolean)).to.equal(true)
  })
})
