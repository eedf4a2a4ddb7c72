import { expect } from 'aegir/chai'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { safetyCode } from '../../src/call/safety-code.ts'
import { scrypt as inBrowsers } from '../../src/call/scrypt.browser.ts'
import { scrypt as inNode } from '../../src/call/scrypt.ts'

const KEYS = ['1', '2', '3'].map(digit => digit.repeat(64))
const CONTEXT = new Uint8Array(32).fill(1)

/** ms for 200 codes on a slow machine; computing all of them takes 1,600 on a fast one */
const MAX_TIME = 800

describe('the safety code', () => {
  // by Python: HKDF (RFC 5869) with its hmac, and its hashlib.scrypt
  const vectors: Array<[string, string[], number, string]> = [
    ['two', KEYS.slice(0, 2), 1, '59648 02936 87023 63427 79537 93054 00263 78347'],
    ['three', KEYS, 1, '99775 52579 95663 28932 15539 00811 04675 60276'],
    ['eight', Array.from({ length: 8 }, (_, i) => (0x11 + i).toString(16).repeat(32)), 2, '68758 50412 32179 85922 20221 53563 51425 57544']
  ]

  vectors.forEach(([title, keys, byte, code]) => {
    it(`of ${title} is eight groups of five digits, the same in every version`, () => {
      expect(safetyCode(keys, new Uint8Array(32).fill(byte))).to.equal(code)
    })
  })

  for (const [where, scrypt] of [['in Node', inNode], ['in browsers', inBrowsers]] as const) {
    it(`is made of the scrypt of RFC 7914 ${where}`, () => {
      // section 12, the third vector
      const derived = scrypt(fromString('pleaseletmein'), fromString('SodiumChloride'), { N: 16_384, r: 8, p: 1 }, 64)

      expect(toString(derived, 'base16')).to.equal('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887')
    })
  }

  it('is the same in whatever order the others are known', () => {
    expect(safetyCode([...KEYS].reverse(), CONTEXT)).to.equal(safetyCode(KEYS, CONTEXT))
    expect(safetyCode([...KEYS, KEYS[0]], CONTEXT)).to.equal(safetyCode(KEYS, CONTEXT))
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

  it('is computed once for each roster', () => {
    safetyCode(KEYS, CONTEXT)
    const began = performance.now()

    for (let i = 0; i < 200; i++) {
      safetyCode([...KEYS], CONTEXT.slice())
    }

    expect(performance.now() - began).to.be.lessThan(MAX_TIME)
  })
})
