import { expect } from 'aegir/chai'
import { safetyCode } from '../../src/call/safety-code.ts'

const KEYS = ['1', '2', '3'].map(digit => digit.repeat(64))
const CONTEXT = new Uint8Array(32).fill(1)

describe('the safety code', () => {
  it('is six groups of five digits', () => {
    expect(safetyCode(KEYS, CONTEXT)).to.match(/^(\d{5} ){5}\d{5}$/)
  })

  it('is the same in whatever order one knows the others', () => {
    expect(safetyCode([...KEYS].reverse(), CONTEXT)).to.equal(safetyCode(KEYS, CONTEXT))
  })

  it('changes with every key and with the epoch', () => {
    const codes = [
      safetyCode(KEYS, CONTEXT),
      safetyCode(KEYS.slice(1), CONTEXT),
      safetyCode([...KEYS.slice(1), '4'.repeat(64)], CONTEXT),
      safetyCode(KEYS, new Uint8Array(32).fill(2))
    ]

    expect(new Set(codes).size).to.equal(4)
  })
})
