import { expect } from 'aegir/chai'
import { TokenBucket, violationLimit } from '../../src/signaling/token-bucket.ts'

describe('a token bucket', () => {
  it('allows a burst, and then so many a second', () => {
    const bucket = new TokenBucket(20, 60, 0)
    const at = (now: number, count: number): number => Array.from({ length: count }, () => bucket.take(now)).filter(Boolean).length

    expect(at(0, 100)).to.equal(60)
    expect(at(1_000, 100)).to.equal(20)
    expect(at(1_050, 100)).to.equal(1)
    expect(at(1_000_000, 100)).to.equal(60)
  })
})

describe('the limit of violations', () => {
  it('is two in a row: the third is one too many', () => {
    const violations = violationLimit(0)

    expect([0, 0, 0].map(now => violations.take(now))).to.deep.equal([true, true, false])
  })

  it('is not reached by a violation every 20 s', () => {
    const violations = violationLimit(0)

    expect(Array.from({ length: 100 }, (_, i) => violations.take(i * 20_000)).every(Boolean)).to.equal(true)
  })
})
