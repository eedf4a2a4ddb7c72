import { expect } from 'aegir/chai'
import { armor, Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { createIdentity, decodeKeyFile, encodeKeyFile, KeyFileError } from '../../keys/index.ts'
import { failure } from './fixtures/failure.ts'
import type { Identity, PassphraseSource } from '../../keys/index.ts'

const name = 'identity.json'
const passphrase = 'correct horse battery staple'

/** Takes a millisecond instead of a second and a half */
const workFactor = 2

describe('key file with a passphrase', () => {
  let identity: Identity
  let text: string
  let fields: Record<string, any>
  let seed: string

  before(async () => {
    identity = await createIdentity()
    text = await encodeKeyFile(identity, { passphrase, workFactor })
    fields = JSON.parse(text)
    seed = toString(identity.privateKey.raw.subarray(0, 32), 'base16')
  })

  function withEncrypted (encrypted: unknown): string {
    return JSON.stringify({ ...fields, encrypted })
  }

  async function encryptedBy (configure: (encrypter: Encrypter) => void, content: string): Promise<string> {
    const encrypter = new Encrypter()
    configure(encrypter)

    return withEncrypted(armor.encode(await encrypter.encrypt(content)))
  }

  function withPassphrase (encrypter: Encrypter): void {
    encrypter.setPassphrase(passphrase)
    encrypter.setScryptWorkFactor(workFactor)
  }

  it('shows the public key only', () => {
    expect(Object.keys(fields)).to.deep.equal(['type', 'version', 'publicKey', 'encrypted'])
    expect(fields.publicKey).to.equal(identity.publicKey)
    expect(text).to.not.include(seed)
  })

  it('gives the identity back', async () => {
    expect((await decodeKeyFile(text, { passphrase })).privateKey.equals(identity.privateKey)).to.be.true()
  })

  it('can be opened by any age program', async () => {
    const decrypter = new Decrypter()
    decrypter.addPassphrase(passphrase)

    expect(await decrypter.decrypt(armor.decode(fields.encrypted), 'text')).to.equal(seed)
  })

  it('asks for the passphrase', async () => {
    const asked: string[] = []
    const { publicKey } = await decodeKeyFile(text, {
      passphrase: async purpose => {
        asked.push(purpose)
        return passphrase
      }
    })

    expect(publicKey).to.equal(identity.publicKey)
    expect(asked).to.deep.equal(['open'])
  })

  it('does not ask when it needs none', async () => {
    const asked = async (): Promise<string> => { throw new Error('asked') }

    await decodeKeyFile(await encodeKeyFile(identity), { passphrase: asked })
    await failure(decodeKeyFile(text.replace('"version": 1', '"version": 2'), { passphrase: asked, name }), 'newer-version', name)
  })

  it('passes on why nobody answered', async () => {
    const err = new Error('Aborted')

    await expect(decodeKeyFile(text, { passphrase: async () => { throw err } })).to.eventually.be.rejected.and.equal(err)
  })

  const missing: Array<[string, PassphraseSource | undefined]> = [
    ['no passphrase', undefined],
    ['an empty passphrase', ''],
    ['nobody who knows it', async () => undefined]
  ]

  missing.forEach(([title, source]) => {
    it(`needs a passphrase when there is ${title}`, async () => {
      await failure(decodeKeyFile(text, { passphrase: source, name }), 'passphrase-needed', name)
    })
  })

  it('doesn\'t open with another passphrase', async () => {
    const err = await failure(decodeKeyFile(text, { passphrase: `${passphrase} `, name }), 'wrong-passphrase', name)

    expect(err.message).to.not.include(passphrase)
  })

  it('opens with the same passphrase from another keyboard', async () => {
    const composed = await encodeKeyFile(identity, { passphrase: 'caf\u00e9', workFactor })

    expect((await decodeKeyFile(composed, { passphrase: 'cafe\u0301' })).publicKey).to.equal(identity.publicKey)
  })

  it('isn\'t created with an empty passphrase', async () => {
    await expect(encodeKeyFile(identity, { passphrase: '', workFactor })).to.eventually.be.rejected.with.property('name', 'InvalidParametersError')
  })

  it('costs an attacker 2^18 rounds a guess', async () => {
    const { encrypted } = JSON.parse(await encodeKeyFile(identity, { passphrase }))
    const header = toString(armor.decode(encrypted).subarray(0, 80), 'ascii')

    expect(header).to.match(/^age-encryption\.org\/v1\n-> scrypt \S+ 18\n/)
  })

  const factors = ['19', '20', '30', '999999999']

  factors.forEach(factor => {
    it(`is not tried when a guess costs 2^${factor} rounds`, async () => {
      const file = toString(armor.decode(fields.encrypted), 'latin1').replace(/^(-> scrypt \S+) \d+$/m, `$1 ${factor}`)
      const started = performance.now()

      await failure(decodeKeyFile(withEncrypted(armor.encode(fromString(file, 'latin1'))), { passphrase, name }), 'too-costly', name)
      expect(performance.now() - started).to.be.lessThan(500)
    })
  })

  const damages: Array<[string, (encrypted: string) => Promise<string>]> = [
    ['no armor', async () => withEncrypted('')],
    ['half of it', async encrypted => withEncrypted(encrypted.slice(0, encrypted.length / 2))],
    ['a line less', async encrypted => withEncrypted(encrypted.split('\n').toSpliced(2, 1).join('\n'))],
    ['a byte less', async encrypted => withEncrypted(armor.encode(armor.decode(encrypted).subarray(0, -1)))],
    ['no body', async encrypted => withEncrypted(armor.encode(armor.decode(encrypted).subarray(0, 60)))],
    ['another tag', async encrypted => {
      const bytes = armor.decode(encrypted)
      bytes[bytes.byteLength - 1] ^= 1

      return withEncrypted(armor.encode(bytes))
    }],
    ['something else inside', async () => encryptedBy(withPassphrase, 'hello')],
    ['bytes that are not text inside', async () => encryptedBy(withPassphrase, '\udc00'.repeat(64))],
    ['the key of somebody else inside', async () => encryptedBy(withPassphrase, toString((await createIdentity()).privateKey.raw.subarray(0, 32), 'base16'))],
    ['a key for age instead of a passphrase', async () => {
      const recipient = await identityToRecipient(await generateIdentity())

      return encryptedBy(encrypter => { encrypter.addRecipient(recipient) }, seed)
    }]
  ]

  damages.forEach(([title, make]) => {
    it(`is damaged with ${title}`, async () => {
      await failure(decodeKeyFile(await make(fields.encrypted), { passphrase, name }), 'damaged', name)
    })
  })

  it('is damaged with the key in plain sight beside it', async () => {
    const both = JSON.stringify({ ...fields, privateKey: seed })

    await failure(decodeKeyFile(both, { passphrase, name }), 'damaged', name)
    await failure(decodeKeyFile(both, { name }), 'damaged', name)
  })

  it('keeps why age could not read it', async () => {
    const err = await failure(decodeKeyFile(withEncrypted('x'), { passphrase, name }), 'damaged', name)

    expect(err.cause).to.be.instanceOf(Error)
  })

  it('throws nothing but key file errors, whatever stands in it', async () => {
    const bytes = armor.decode(fields.encrypted)
    const input = fc.tuple(fc.nat(bytes.byteLength), fc.nat(4), fc.uint8Array({ maxLength: 4 }))

    await fc.assert(fc.asyncProperty(input, async ([at, length, part]) => {
      const changed = Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at + length)])

      // a work factor that happens to be dear would only make the test slow
      fc.pre(!/scrypt \S+ \d{2}/.test(changed.toString('latin1')))

      try {
        expect((await decodeKeyFile(withEncrypted(armor.encode(changed)), { passphrase, name })).publicKey).to.equal(identity.publicKey)
      } catch (err) {
        expect(err).to.be.instanceOf(KeyFileError)
        expect(err).to.have.property('code').that.is.oneOf(['damaged', 'wrong-passphrase', 'too-costly'])
      }
    }), { numRuns: 500 })
  })
})
