import { randomBytes } from '@libp2p/crypto'
import { expect } from 'aegir/chai'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import * as inBrowsers from '../../src/signaling/xchacha.browser.ts'
import * as inNode from '../../src/signaling/xchacha.ts'

/** Bytes of messages: parts of a block, whole blocks, and more than a signaling message has */
const LENGTHS = [1, 63, 64, 65, 128, 1_000, 20_000]

/** The key and most of the nonce are those of draft-irtf-cfrg-xchacha-03, section 2.2.1, and the rest is by Python's cryptography */
const VECTOR = {
  key: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  nonce: '000000090000004a00000000314159270001020304050607',
  plain: 'a sealed message of more than one block of sixty-four bytes, to be exact',
  sealed: 'a2001fae027ce837b0d1d90fc4ba5c6d8c918d0f2e913d49292d34aa6f6321698212ef2ab035812f02f3c7f7' +
    '4d27d00ab11423e08517b7ef6788570423a83b581639a342bb5e499450cfd2471c17f0e8b09dc277b34f3c38'
}

describe('XChaCha20-Poly1305', () => {
  it('is the same in Node and in browsers, both ways', () => {
    for (const length of LENGTHS) {
      const [key, nonce, plain] = [randomBytes(32), randomBytes(24), randomBytes(length)]
      const sealed = concat(inNode.encrypt(key, nonce, plain))

      expect(sealed).to.deep.equal(concat(inBrowsers.encrypt(key, nonce, plain)))
      expect(inNode.decrypt(key, nonce, sealed)).to.deep.equal(plain)
      expect(inBrowsers.decrypt(key, nonce, sealed)).to.deep.equal(plain)
    }
  })

  it('reads a key, a nonce and a message that are parts of larger buffers', () => {
    const [key, nonce, plain] = [randomBytes(32), randomBytes(24), randomBytes(100)]
    const part = (bytes: Uint8Array): Uint8Array => concat([randomBytes(3), bytes, randomBytes(5)]).subarray(3, 3 + bytes.byteLength)
    const sealed = concat(inNode.encrypt(part(key), part(nonce), part(plain)))

    expect(inNode.decrypt(part(key), part(nonce), part(sealed))).to.deep.equal(plain)
    expect(inBrowsers.decrypt(key, nonce, sealed)).to.deep.equal(plain)
  })

  for (const [where, { decrypt }] of [['Node', inNode], ['browsers', inBrowsers]] as const) {
    it(`is that of the draft in ${where}`, () => {
      const key = fromString(VECTOR.key, 'base16')
      const nonce = fromString(VECTOR.nonce, 'base16')

      expect(decrypt(key, nonce, fromString(VECTOR.sealed, 'base16'))).to.deep.equal(fromString(VECTOR.plain))
    })
  }
})
