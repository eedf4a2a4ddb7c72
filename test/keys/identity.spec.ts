import { inspect } from 'node:util'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { expect } from 'aegir/chai'
import { toString } from 'uint8arrays/to-string'
import { createIdentity, identityFromPrivateKey, isPublicKey, shortKey, verify } from '../../keys/index.ts'

describe('identity', () => {
  it('has a public key as hex and as bytes', async () => {
    const identity = await createIdentity()

    expect(isPublicKey(identity.publicKey)).to.be.true()
    expect(identity.publicKeyBytes).to.have.lengthOf(32)
    expect(toString(identity.publicKeyBytes, 'base16')).to.equal(identity.publicKey)
    expect(identity.privateKey.publicKey.raw).to.equalBytes(identity.publicKeyBytes)
  })

  it('is new each time', async () => {
    expect((await createIdentity()).publicKey).to.not.equal((await createIdentity()).publicKey)
  })

  it('comes back from its private key', async () => {
    const identity = await createIdentity()

    expect(identityFromPrivateKey(identity.privateKey).publicKey).to.equal(identity.publicKey)
  })

  it('is not made of another kind of key', async () => {
    const key: any = await generateKeyPair('secp256k1')

    expect(() => identityFromPrivateKey(key)).to.throw().with.property('name', 'InvalidParametersError')
    expect(() => identityFromPrivateKey(undefined as any)).to.throw().with.property('name', 'InvalidParametersError')
  })

  it('signs with 64 bytes that its public key verifies', async () => {
    const identity = await createIdentity()
    const message = Uint8Array.of(1, 2, 3)
    const signature = await identity.sign(message)

    expect(signature).to.have.lengthOf(64)
    expect(await verify(identity.publicKey, message, signature)).to.be.true()
  })

  it('does not show its private key in JSON, logs or copies', async () => {
    const identity = await createIdentity()
    const seed = identity.privateKey.raw.subarray(0, 32)
    const shown = [
      JSON.stringify({ identity }),
      inspect(identity),
      inspect({ identity }, { depth: Infinity, showHidden: true, getters: true }),
      inspect(identity, { customInspect: false, depth: Infinity, showHidden: true, maxArrayLength: Infinity }),
      JSON.stringify({ ...identity }),
      JSON.stringify(structuredClone(identity))
    ]

    for (const text of shown) {
      expect(text).to.include(identity.publicKey)
      expect(text).to.not.include(toString(seed, 'base16'))
      expect(text.replace(/\s/g, '')).to.not.include([...seed].join(','))
      expect(text).to.not.include(`"0":${seed[0]},"1":${seed[1]},"2":${seed[2]},`)
    }
  })

  it('is shortened for screens', () => {
    expect(shortKey('0123456789abcdef'.repeat(4))).to.equal('01234567')
  })

  const key = '0123456789abcdef'.repeat(4)
  const values: Array<[string, unknown, boolean]> = [
    ['64 digits', key, true],
    ['63 digits', key.slice(1), false],
    ['65 digits', `${key}0`, false],
    ['upper case', key.toUpperCase(), false],
    ['a line break after it', `${key}\n`, false],
    ['another letter', `g${key.slice(1)}`, false],
    ['wide digits', `\uff10${key.slice(1)}`, false],
    ['bytes', new Uint8Array(32), false],
    ['a list', [key], false],
    ['nothing', undefined, false]
  ]

  for (const [title, value, expected] of values) {
    it(`${expected ? 'takes' : 'does not take'} ${title} for a public key`, () => {
      expect(isPublicKey(value)).to.equal(expected)
    })
  }
})
