import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { expect } from 'aegir/chai'
import { createIdentity, isPublicKey, loadIdentity, loadOrCreateIdentity, saveIdentity } from '../../keys/index.ts'
import { modulePath } from '../fixtures/paths.ts'
import { temporaryDirectory } from './fixtures/directory.ts'
import type { ChildProcess } from 'node:child_process'

const CALLS = 8
const PROCESSES = 4

describe('several callers that create a key file at once', () => {
  const at = temporaryDirectory()

  it('get the same identity within a process', async () => {
    const path = at('new', 'identity.json')
    const identities = await Promise.all(Array.from({ length: CALLS }, async () => loadOrCreateIdentity(path)))

    expect(new Set(identities.map(identity => identity.publicKey))).to.have.property('size', 1)
    expect(identities[0].publicKey).to.equal((await loadIdentity(path)).publicKey)
    expect(await readdir(at('new'))).to.deep.equal(['identity.json'])
  })

  it('get the same identity in several processes', async () => {
    const path = at('new', 'identity.json')
    const children = Array.from({ length: PROCESSES }, () => fork(modulePath('test/keys/fixtures/load-or-create.ts')))

    try {
      await Promise.all(children.map(nextMessage))

      const answers = children.map(nextMessage)
      children.forEach(child => child.send(path))
      const [publicKey, ...others] = await Promise.all(answers)

      expect(isPublicKey(publicKey), publicKey).to.be.true()
      expect(others).to.deep.equal(Array.from({ length: PROCESSES - 1 }, () => publicKey))
      expect(publicKey).to.equal((await loadIdentity(path)).publicKey)
      expect(await readdir(at('new'))).to.deep.equal(['identity.json'])
    } finally {
      children.forEach(child => child.kill())
    }
  })

  it('do not overwrite each other', async () => {
    const path = at('identity.json')
    const identities = await Promise.all(Array.from({ length: CALLS }, createIdentity))
    const results = await Promise.allSettled(identities.map(async identity => saveIdentity(path, identity)))
    const saved = identities.filter((_, i) => results[i].status === 'fulfilled')

    expect(saved).to.have.lengthOf(1)
    expect((await loadIdentity(path)).publicKey).to.equal(saved[0].publicKey)
  })
})

async function nextMessage (child: ChildProcess): Promise<string> {
  const [message] = await once(child, 'message')

  return message
}
