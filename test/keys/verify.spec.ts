import { createHash } from 'node:crypto'
import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { isWeakPublicKey } from '../../keys/identity.ts'
import { createIdentity, verify } from '../../keys/index.ts'
import type { Identity } from '../../keys/index.ts'

/** The order of the group, little-endian, RFC 8032 section 5.1 */
const L = 2n ** 252n + 27742317777372353535851937790883648493n

/** Points of order 1, 2, 4 and 8, and other ways to write them: table 1 of https://eprint.iacr.org/2020/1244 */
const WEAK = [
  `01${'00'.repeat(31)}`,
  `01${'00'.repeat(30)}80`,
  `ec${'ff'.repeat(30)}7f`,
  `ec${'ff'.repeat(30)}ff`,
  '00'.repeat(32),
  `${'00'.repeat(31)}80`,
  `ed${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}ff`,
  `ee${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}ff`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'
]

describe('verify', () => {
  const message = fromString('hello')
  let identity: Identity
  let signature: Uint8Array

  before(async () => {
    identity = await createIdentity()
    signature = await identity.sign(message)
  })

  it('answers at once in Node', () => {
    expect(verify(identity.publicKey, message, signature)).to.equal(true)
  })

  it('knows the test vectors of RFC 8032', async () => {
    expect(await verify(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      new Uint8Array(),
      fromString('e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b', 'base16')
    )).to.be.true()
    expect(await verify(
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      fromString('af82', 'base16'),
      fromString('6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a', 'base16')
    )).to.be.true()
  })

  it('refuses another key, message or signature', async () => {
    const other = await createIdentity()

    expect(await verify(other.publicKey, message, signature)).to.be.false()
    expect(await verify(identity.publicKey, fromString('hellp'), signature)).to.be.false()
    expect(await verify(identity.publicKey, message, await identity.sign(fromString('hellp')))).to.be.false()
  })

  it('refuses each flipped bit', async () => {
    for (let bit = 0; bit < 512; bit++) {
      const flipped = Uint8Array.from(signature)
      flipped[bit >> 3] ^= 1 << (bit & 7)

      expect(await verify(identity.publicKey, message, flipped), `bit ${bit}`).to.be.false()
    }
  })

  it('refuses the same signature written otherwise', async () => {
    const other = concat([signature.subarray(0, 32), littleEndian(numberOf(signature.subarray(32)) + L)])

    expect(await verify(identity.publicKey, message, other)).to.be.false()
  })

  for (const key of WEAK) {
    it(`refuses the weak key ${key.slice(0, 4)}…${key.slice(-4)}`, async () => {
      expect(isWeakPublicKey(key)).to.be.true()

      const forgery = await signatureForWeakKeys()

      for (let i = 0; i < 64; i++) {
        expect(await verify(key, Uint8Array.of(i), forgery)).to.be.false()
      }
    })
  }

  it('does not take honest keys for weak', async () => {
    for (let i = 0; i < 100; i++) {
      expect(isWeakPublicKey((await createIdentity()).publicKey)).to.be.false()
    }

    for (const key of ['02', 'eb', 'ec', 'ed', '26', 'c7']) {
      expect(isWeakPublicKey(key.padEnd(64, '1'))).to.be.false()
      expect(isWeakPublicKey(`${key}${'ff'.repeat(30)}6f`)).to.be.false()
    }
  })

  const wrong: Array<[string, unknown, unknown, unknown]> = [
    ['no key', undefined, message, undefined],
    ['a short key', 'ab', message, undefined],
    ['a key of 33 bytes', '02'.repeat(33), message, undefined],
    ['a key that is no point', `02${'00'.repeat(31)}`, message, undefined],
    ['a key in bytes', new Uint8Array(32), message, undefined],
    ['text to verify', undefined, 'hello', undefined],
    ['nothing to verify', undefined, null, undefined],
    ['what only looks like bytes', undefined, Object.create(Uint8Array.prototype), undefined],
    ['a signature that only looks like bytes', undefined, message, Object.create(Uint8Array.prototype)],
    ['an empty signature', undefined, message, new Uint8Array()],
    ['a short signature', undefined, message, new Uint8Array(63)],
    ['a long signature', undefined, message, new Uint8Array(65)],
    ['a signature as text', undefined, message, 'aa'.repeat(64)],
    ['no signature', undefined, message, null]
  ]

  wrong.forEach(([title, key, bytes, sig]) => {
    it(`refuses ${title}`, async () => {
      const given = title === 'no key' ? undefined : key ?? identity.publicKey

      expect(await verify(given as string, bytes as Uint8Array, (sig === undefined ? signature : sig) as Uint8Array)).to.equal(false)
    })
  })

  it('does not throw, whatever it gets', async () => {
    const key = fc.oneof(
      fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => Buffer.from(bytes).toString('hex')),
      fc.constantFrom(...WEAK),
      fc.string(),
      fc.anything({ withTypedArray: true })
    )
    const bytes = fc.oneof(fc.uint8Array(), fc.anything({ withTypedArray: true }))
    const sig = fc.oneof(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.uint8Array(), fc.anything({ withTypedArray: true }))

    await fc.assert(fc.asyncProperty(key, bytes, sig, async (key: any, bytes: any, sig: any) => {
      expect(await verify(key, bytes, sig)).to.equal(false)
    }), { numRuns: 2_000 })
  })
})

/**
 * R = s·B with the s told: what holds for every message under the neutral point,
 * and for one in 2, 4 or 8 under the others, where they are not refused
 */
async function signatureForWeakKeys (): Promise<Uint8Array> {
  const { publicKeyBytes, privateKey } = await createIdentity()
  const scalar = Uint8Array.from(createHash('sha512').update(privateKey.raw.subarray(0, 32)).digest().subarray(0, 32))

  scalar[0] &= 248
  scalar[31] = (scalar[31] & 127) | 64

  return concat([publicKeyBytes, littleEndian(numberOf(scalar) % L)])
}

function numberOf (littleEndian: Uint8Array): bigint {
  return BigInt(`0x${toString(littleEndian.slice().reverse(), 'base16')}`)
}

function littleEndian (value: bigint): Uint8Array {
  return fromString(value.toString(16).padStart(64, '0'), 'base16').reverse()
}
