import { expect } from 'aegir/chai'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { keyPairFromSeed as inBrowsers } from '../../keys/key-pair.browser.ts'
import { keyPairFromSeed as inNode } from '../../keys/key-pair.ts'

/** RFC 8032, section 7.1, test 3 */
const SEED = fromString('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'base16')
const PUBLIC_KEY = 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025'
const MESSAGE = fromString('af82', 'base16')
const SIGNATURE = '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac' +
  '18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'

describe('a key pair made from a secret', () => {
  for (const [where, keyPairFromSeed] of [['in Node', inNode], ['in browsers', inBrowsers]] as const) {
    it(`is that of RFC 8032 ${where}`, async () => {
      const { publicKey, sign } = await keyPairFromSeed(SEED)

      expect(toString(publicKey, 'base16')).to.equal(PUBLIC_KEY)
      expect(toString(await sign(MESSAGE), 'base16')).to.equal(SIGNATURE)
    })
  }
})
