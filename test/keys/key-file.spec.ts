import { inspect } from 'node:util'
import { privateKeyFromRaw } from '@libp2p/crypto/keys'
import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { concat } from 'uint8arrays/concat'
import { toString } from 'uint8arrays/to-string'
import { createIdentity, decodeKeyFile, encodeKeyFile, identityFromPrivateKey, KeyFileError } from '../../keys/index.ts'
import { failure } from './fixtures/failure.ts'
import type { Identity, KeyFileErrorCode } from '../../keys/index.ts'
import type { Ed25519PrivateKey } from '@libp2p/interface'

const name = 'some/identity.json'

describe('key file', () => {
  let identity: Identity
  let other: Identity
  let text: string
  let fields: Record<string, unknown>
  let seed: string

  before(async () => {
    identity = await createIdentity()
    other = await createIdentity()
    text = await encodeKeyFile(identity)
    fields = JSON.parse(text)
    seed = toString(identity.privateKey.raw.subarray(0, 32), 'base16')
  })

  it('is JSON with both keys in hex', () => {
    expect(fields).to.deep.equal({
      type: 'groupcall-identity',
      version: 1,
      publicKey: identity.publicKey,
      privateKey: seed
    })
    expect(text.endsWith('}\n')).to.be.true()
  })

  it('gives the identity back', async () => {
    const decoded = await decodeKeyFile(text)

    expect(decoded.publicKey).to.equal(identity.publicKey)
    expect(decoded.privateKey.equals(identity.privateKey)).to.be.true()
  })

  it('does not mind how an editor left it', async () => {
    const { publicKey } = await decodeKeyFile(`\ufeff\r\n${JSON.stringify({ comment: 'my own', ...fields }, null, 4).replaceAll('\n', '\r\n')}\r\n`)

    expect(publicKey).to.equal(identity.publicKey)
  })

  it('reads a file of the first version', async () => {
    const { publicKey } = await decodeKeyFile(JSON.stringify({
      type: 'groupcall-identity',
      version: 1,
      publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      privateKey: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
    }))

    expect(publicKey).to.equal('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
  })

  it('is not written for two halves that do not fit', async () => {
    const raw = concat([identity.privateKey.raw.subarray(0, 32), other.publicKeyBytes])
    const mixed = identityFromPrivateKey(privateKeyFromRaw(raw) as Ed25519PrivateKey)

    await expect(encodeKeyFile(mixed)).to.eventually.be.rejected.with.property('name', 'InvalidParametersError')
  })

  it('says so wherever it is cut short', async () => {
    for (let length = 0; length < text.length - 1; length++) {
      await failure(decodeKeyFile(text.slice(0, length), { name }), 'cut-short', name)
    }
  })

  const files: Array<[string, KeyFileErrorCode, () => string]> = [
    ['text', 'not-a-key-file', () => 'hello'],
    ['a number', 'not-a-key-file', () => '1'],
    ['null', 'not-a-key-file', () => 'null'],
    ['a list', 'not-a-key-file', () => `[${text}]`],
    ['zeros that a crash left', 'not-a-key-file', () => '\0'.repeat(text.length)],
    ['two files in one', 'not-a-key-file', () => text + text],
    ['other JSON', 'not-a-key-file', () => '{"name":"groupcall"}'],
    ['another type', 'not-a-key-file', () => changed({ type: 'groupcall-invite' })],
    ['no version', 'not-a-key-file', () => changed({ version: undefined })],
    ['a version as text', 'not-a-key-file', () => changed({ version: '1' })],
    ['version 0', 'not-a-key-file', () => changed({ version: 0 })],
    ['version 1.5', 'not-a-key-file', () => changed({ version: 1.5 })],
    ['version 2', 'newer-version', () => changed({ version: 2 })],
    ['version 2 with other fields', 'newer-version', () => changed({ version: 2, publicKey: undefined, privateKey: undefined })],
    ['no public key', 'damaged', () => changed({ publicKey: undefined })],
    ['a public key in upper case', 'damaged', () => changed({ publicKey: 'AB'.repeat(32) })],
    ['no private key', 'damaged', () => changed({ privateKey: undefined })],
    ['a private key as null', 'damaged', () => changed({ privateKey: null })],
    ['a short private key', 'damaged', () => changed({ privateKey: seed.slice(2) })],
    ['a private key that is not hex', 'damaged', () => changed({ privateKey: `zz${seed.slice(2)}` })],
    ['a private key as a list', 'damaged', () => changed({ privateKey: [seed] })],
    ['a private key twice', 'damaged', () => changed({ encrypted: 'x' })],
    ['an encrypted key as a list', 'damaged', () => changed({ privateKey: undefined, encrypted: ['x'] })],
    ['the public key of somebody else', 'damaged', () => changed({ publicKey: other.publicKey })],
    ['more than 64 KiB', 'too-large', () => text + ' '.repeat(65_536)]
  ]

  function changed (changes: Record<string, unknown>): string {
    return JSON.stringify({ ...fields, ...changes })
  }

  for (const [title, code, make] of files) {
    it(`refuses ${title}: ${code}`, async () => {
      await failure(decodeKeyFile(make(), { name, passphrase: 'secret' }), code, name)
    })
  }

  it('says which program to update', async () => {
    const err = await failure(decodeKeyFile(changed({ version: 3 }), { name }), 'newer-version', name)

    expect(err.message).to.match(/version 3, .*up to version 1: update groupcall/)
  })

  it('never lets an error show the private key', async () => {
    const texts = [
      text.replace(seed, `${seed}"`),
      text.replace(`"${seed}`, seed),
      text.slice(0, -20),
      changed({ privateKey: `${seed}00` }),
      changed({ publicKey: other.publicKey })
    ]

    for (const text of texts) {
      const err = await decodeKeyFile(text, { name }).then(() => undefined, err => err)
      const shown = inspect(err, { depth: Infinity, showHidden: true })

      expect(err).to.be.instanceOf(KeyFileError)

      for (let i = 0; i + 8 <= seed.length; i++) {
        expect(shown).to.not.include(seed.slice(i, i + 8))
      }
    }
  })

  it('keeps messages on one line, whatever the file is called', () => {
    const err = new KeyFileError('io', 'a\nb\u001b[31m\u202ec\u2028d', 'is wrong')

    expect(err.message).to.equal('a?b?[31m?c?d: is wrong')
    expect(err.path).to.equal('a\nb\u001b[31m\u202ec\u2028d')
  })

  it('throws nothing but key file errors, whatever it gets', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(identity.publicKey, other.publicKey, seed, 1, 2, 'groupcall-identity'))
    const input = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.record({ type: value, version: value, publicKey: value, privateKey: value, encrypted: value }, { requiredKeys: [] }).map(change => changed(change)),
      fc.tuple(fc.nat(text.length), fc.nat(8), fc.string()).map(([at, length, part]) => text.slice(0, at) + part + text.slice(at + length))
    )
    const seen = new Set<string>()

    await fc.assert(fc.asyncProperty(input, fc.option(fc.string({ minLength: 1 }), { nil: undefined }), async (input, passphrase) => {
      try {
        expect((await decodeKeyFile(input, { passphrase, name })).publicKey).to.equal(identity.publicKey)
      } catch (err: any) {
        expect(err).to.be.instanceOf(KeyFileError)
        expect(err.message).to.match(/^some\/identity\.json: .+$/)
        seen.add(err.code)
      }
    }), { numRuns: 2_000 })

    expect([...seen]).to.include.members(['not-a-key-file', 'cut-short', 'damaged'])
  })
})
