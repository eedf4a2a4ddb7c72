import { expect } from 'aegir/chai'
import { safetyCode } from '../../src/call/safety-code.ts'
import { pairNumber } from '../../src/index.ts'

const [ADA, BEN, EVE] = ['a', 'b', 'e'].map(digit => digit.repeat(64))

describe('the number of a pair', () => {
  it('is twelve groups of five digits', () => {
    expect(pairNumber(ADA, BEN)).to.match(/^(\d{5} ){11}\d{5}$/)
  })

  it('is the same on both sides, today and later', () => {
    expect(pairNumber(BEN, ADA)).to.equal(pairNumber(ADA, BEN))
    // people have written it down: it must never change (RFC 5869 by Python's hmac)
    expect(pairNumber(ADA, BEN)).to.equal('54839 56834 01578 92541 02819 65374 30587 75280 30693 16349 69994 60476')
  })

  it('is different for every other pair, and shares nothing with a call\'s code', () => {
    const numbers = [pairNumber(ADA, BEN), pairNumber(ADA, EVE), pairNumber(BEN, EVE), pairNumber(ADA, ADA), safetyCode([ADA, BEN], new Uint8Array(0))]
    const groups = numbers.flatMap(number => number.split(' '))

    expect(new Set(groups).size).to.equal(groups.length)
  })

  for (const key of ['', 'a'.repeat(63), 'A'.repeat(64), 'g'.repeat(64)]) {
    it(`is none of ${JSON.stringify(key)}`, () => {
      expect(() => pairNumber(ADA, key)).to.throw().with.property('name', 'InvalidParametersError')
      expect(() => pairNumber(key, ADA)).to.throw().with.property('name', 'InvalidParametersError')
    })
  }
})
