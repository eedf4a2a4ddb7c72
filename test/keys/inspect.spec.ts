import { writeFile } from 'node:fs/promises'
import { expect } from 'aegir/chai'
import { createIdentity, encodeKeyFile, inspectIdentity, inspectKeyFile, saveIdentity } from '../../keys/index.ts'
import { temporaryDirectory } from './fixtures/directory.ts'
import { failure } from './fixtures/failure.ts'
import type { Identity } from '../../keys/index.ts'

describe('what a key file shows without its passphrase', () => {
  const at = temporaryDirectory()
  let identity: Identity

  before(async () => {
    identity = await createIdentity()
  })

  const kinds = [['plain', undefined], ['encrypted', 'correct horse']] as const

  kinds.forEach(([title, passphrase]) => {
    it(`is the public key, and that it is ${title}`, async () => {
      const path = at('identity.json')
      await saveIdentity(path, identity, { passphrase, workFactor: 2 })

      expect(await inspectIdentity(path)).to.deep.equal({ publicKey: identity.publicKey, encrypted: passphrase != null })
    })
  })

  it('is nothing without a key file', async () => {
    const path = at('identity.json')
    await failure(inspectIdentity(path), 'not-found', path)
    await writeFile(path, 'hello')
    await failure(inspectIdentity(path), 'not-a-key-file', path)
  })

  it('is nothing of a file that holds two private keys, or none', async () => {
    const fields = JSON.parse(await encodeKeyFile(identity))

    for (const broken of [{ ...fields, encrypted: 'x' }, { ...fields, privateKey: undefined }, { ...fields, publicKey: 'f' }]) {
      await failure((async () => inspectKeyFile(JSON.stringify(broken), 'k.json'))(), 'damaged', 'k.json')
    }
  })
})
