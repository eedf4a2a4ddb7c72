import { expect } from 'aegir/chai'
import { counterOf, createSession, LocalSession, MAX_SESSION_COUNTER } from '../../src/signaling/local-session.ts'

describe('a session', () => {
  it('is ordered by its counter', () => {
    const counters = [0, 1, 0xffff, 0x10000, 1_700_000_000_000, MAX_SESSION_COUNTER]
    const sessions = counters.map(counter => createSession(counter))

    expect([...sessions].sort()).to.deep.equal(sessions)
    expect(sessions.every(session => /^[0-9a-f]{32}$/.test(session))).to.equal(true)
    expect(sessions.map(counterOf)).to.deep.equal(counters)
  })

  it('is never the same twice', () => {
    expect(createSession(1)).to.not.equal(createSession(1))
  })

  for (const counter of [-1, 0.5, NaN, MAX_SESSION_COUNTER + 1]) {
    it(`has no counter of ${counter}`, () => {
      expect(() => createSession(counter)).to.throw().with.property('name', 'InvalidParametersError')
    })
  }
})

describe('the local session', () => {
  it('begins with the counter that it is given', () => {
    expect(counterOf(new LocalSession(5).id)).to.equal(5)
  })

  it('is renewed above a newer session, and knows what it was before', () => {
    const session = new LocalSession(5)
    const [first, newer] = [session.id, createSession(700)]
    session.renew(newer)
    const second = session.id

    expect(counterOf(second)).to.equal(701)
    expect(session.wasBefore(first)).to.equal(true)
    expect(session.wasBefore(second)).to.equal(false)

    session.renew(newer, 900)
    expect(counterOf(session.id)).to.equal(900)
    expect([first, second].map(former => session.wasBefore(former))).to.deep.equal([true, true])
  })

  it('is never renewed to a lower session', () => {
    const session = new LocalSession(900)
    const first = session.id
    session.renew(createSession(5), 6)

    expect(session.id > first).to.equal(true)
  })

  it('is renewed above the highest counter, too', () => {
    const session = new LocalSession(5)
    const highest = `${'f'.repeat(12)}${'e'.repeat(20)}`
    session.renew(highest)

    expect(session.id > highest).to.equal(true)
    expect(() => { session.renew('f'.repeat(32)) }).to.throw().with.property('name', 'InvalidParametersError')
  })

  it('goes on counting messages when it is renewed', () => {
    const session = new LocalSession(5)
    expect([session.next(), session.next()]).to.deep.equal([1n, 2n])
    session.renew(createSession(7))
    expect(session.next()).to.equal(3n)
  })
})
