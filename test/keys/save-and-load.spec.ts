import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { expect } from 'aegir/chai'
import { createIdentity, encodeKeyFile, loadIdentity, loadOrCreateIdentity, saveIdentity } from '../../keys/index.ts'
import { temporaryDirectory } from './fixtures/directory.ts'
import { failure } from './fixtures/failure.ts'
import type { Identity, KeyFileErrorCode } from '../../keys/index.ts'

const passphrase = 'correct horse battery staple'
const workFactor = 2
const posix = process.platform !== 'win32'

describe('saving and loading an identity', () => {
  const at = temporaryDirectory()
  let identity: Identity
  let path: string

  before(async () => {
    identity = await createIdentity()
  })

  beforeEach(() => {
    path = at('identity.json')
  })

  async function modeOf (path: string): Promise<number> {
    return (await stat(path)).mode & 0o777
  }

  it('gives the same identity back', async () => {
    await saveIdentity(path, identity)

    expect((await loadIdentity(path)).privateKey.equals(identity.privateKey)).to.be.true()
    expect(await readdir(at())).to.deep.equal(['identity.json'])
  })

  it('goes with a passphrase too', async () => {
    await saveIdentity(path, identity, { passphrase, workFactor })

    expect((await loadIdentity(path, { passphrase })).publicKey).to.equal(identity.publicKey)
    expect((await loadIdentity(path, { passphrase: async () => passphrase })).publicKey).to.equal(identity.publicKey)
    await failure(loadIdentity(path), 'passphrase-needed', path)
    await failure(loadIdentity(path, { passphrase: 'other' }), 'wrong-passphrase', path)
  })

  it('lets only the owner read it', async function () {
    if (!posix) {
      this.skip()
    }

    const path = at('some', 'where', 'identity.json')
    await saveIdentity(path, identity)

    expect(await modeOf(path)).to.equal(0o600)
    expect(await modeOf(at('some', 'where'))).to.equal(0o700)
    expect(await modeOf(at('some'))).to.equal(0o700)

    await chmod(path, 0o644)
    await saveIdentity(path, identity, { force: true })

    expect(await modeOf(path)).to.equal(0o600)
  })

  it('leaves a directory that is there as it is', async function () {
    if (!posix) {
      this.skip()
    }

    await mkdir(at('shared'))
    await chmod(at('shared'), 0o755)
    await saveIdentity(at('shared', 'identity.json'), identity)

    expect(await modeOf(at('shared'))).to.equal(0o755)
  })

  const modes: Array<[number, boolean]> = [[0o600, false], [0o400, false], [0o640, true], [0o604, true], [0o620, true], [0o644, true]]

  modes.forEach(([mode, warned]) => {
    it(`${warned ? 'warns' : 'does not warn'} of mode ${mode.toString(8)}`, async function () {
      if (!posix) {
        this.skip()
      }

      const warnings: string[] = []
      await saveIdentity(path, identity)
      await chmod(path, mode)

      expect((await loadIdentity(path, { onWarning: message => { warnings.push(message) } })).publicKey).to.equal(identity.publicKey)
      expect(warnings).to.have.lengthOf(warned ? 1 : 0)

      if (warned) {
        expect(warnings[0]).to.include(path).and.include(mode.toString(8)).and.include('chmod 600')
        expect(warnings[0]).to.not.include('\n')
      }

      expect(await modeOf(path)).to.equal(mode)
    })
  })

  it('never overwrites', async () => {
    await saveIdentity(path, identity)
    const bytes = await readFile(path)
    const err = await failure(saveIdentity(path, await createIdentity()), 'exists', path)

    expect(err.cause).to.have.property('code', 'EEXIST')
    expect(await readFile(path)).to.equalBytes(bytes)
    expect(await readdir(at())).to.deep.equal(['identity.json'])
  })

  it('overwrites when forced to', async () => {
    const other = await createIdentity()
    await saveIdentity(path, identity)
    await saveIdentity(path, other, { force: true })

    expect((await loadIdentity(path)).publicKey).to.equal(other.publicKey)
    expect(await readdir(at())).to.deep.equal(['identity.json'])
  })

  it('writes no file with an empty passphrase', async () => {
    await expect(saveIdentity(path, identity, { passphrase: '' })).to.eventually.be.rejected.with.property('name', 'InvalidParametersError')
    expect(await readdir(at())).to.be.empty()
  })

  it('leaves nothing behind when the last step fails', async () => {
    await mkdir(path)
    await writeFile(at('identity.json', 'other'), '')
    const err = await failure(saveIdentity(path, identity, { force: true }), 'io', path)

    expect(err.cause).to.be.instanceOf(Error)
    expect(await readdir(at())).to.deep.equal(['identity.json'])
  })

  it('says what stands in the way of a directory', async () => {
    await writeFile(at('file'), 'x')

    await failure(saveIdentity(at('file', 'identity.json'), identity), 'io', at('file', 'identity.json'))
    await failure(loadIdentity(at('file', 'identity.json')), 'io', at('file', 'identity.json'))
    await failure(loadOrCreateIdentity(at('file', 'identity.json')), 'io', at('file', 'identity.json'))
    expect(await readFile(at('file'), 'utf8')).to.equal('x')
  })

  it('says how to make a key where there is none', async () => {
    const err = await failure(loadIdentity(path), 'not-found', path)

    expect(err.message).to.include('groupcall key new')
    expect(err.cause).to.have.property('code', 'ENOENT')
    expect(await readdir(at())).to.be.empty()
  })

  it('refuses a directory', async () => {
    const err = await failure(loadIdentity(at()), 'not-a-key-file', at())

    expect(err.message).to.include('a directory')
    await failure(saveIdentity(at(), identity), 'exists', at())
  })

  it('does not wait for a named pipe', async function () {
    if (!posix) {
      this.skip()
    }

    execFileSync('mkfifo', [path])

    await failure(loadIdentity(path), 'not-a-key-file', path)
  })

  it('does not read a file without an end', async function () {
    if (!posix) {
      this.skip()
    }

    await symlink('/dev/zero', path)

    await failure(loadIdentity(path), 'not-a-key-file', path)
  })

  it('accepts at most 64 KiB', async () => {
    const text = await encodeKeyFile(identity)

    await writeFile(path, text.padEnd(65_536))
    expect((await loadIdentity(path)).publicKey).to.equal(identity.publicKey)

    await writeFile(path, text.padEnd(65_537))
    await failure(loadIdentity(path), 'too-large', path)
  })

  const broken: Array<[string, KeyFileErrorCode, (text: string) => string | Uint8Array]> = [
    ['a cut-short file', 'cut-short', text => text.slice(0, -30)],
    ['an empty file', 'cut-short', () => ''],
    ['a picture', 'not-a-key-file', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff)],
    ['text', 'not-a-key-file', () => 'hello'],
    ['a newer file', 'newer-version', text => text.replace('"version": 1', '"version": 2')],
    ['a damaged file', 'damaged', text => text.replace('"privateKey": "', '"privateKey": "0')],
    ['a large file', 'too-large', text => text.padEnd(100_000)]
  ]

  broken.forEach(([title, code, change]) => {
    it(`leaves ${title} as it is`, async () => {
      await writeFile(path, change(await encodeKeyFile(identity)), { mode: 0o600 })
      const bytes = await readFile(path)
      const { mtimeMs, ino } = await stat(path)

      await failure(loadIdentity(path), code, path)
      await failure(loadOrCreateIdentity(path), code, path)
      await failure(saveIdentity(path, identity), 'exists', path)

      expect(await readFile(path)).to.equalBytes(bytes)
      expect(await stat(path)).to.include({ mtimeMs, ino })
      expect(await readdir(at())).to.deep.equal(['identity.json'])
    })
  })

  it('makes an identity where there is none, once', async () => {
    const created = await loadOrCreateIdentity(at('new', 'identity.json'))
    const loaded = await loadOrCreateIdentity(at('new', 'identity.json'))

    expect(loaded.publicKey).to.equal(created.publicKey)
    expect(loaded.privateKey.equals(created.privateKey)).to.be.true()
  })

  it('encrypts what it makes', async () => {
    const asked: string[] = []
    const options = {
      workFactor,
      passphrase: async (purpose: string): Promise<string> => {
        asked.push(purpose)
        return passphrase
      }
    }
    const { publicKey } = await loadOrCreateIdentity(path, options)

    await failure(loadIdentity(path), 'passphrase-needed', path)
    expect((await loadOrCreateIdentity(path, options)).publicKey).to.equal(publicKey)
    expect(asked).to.deep.equal(['create', 'open'])
  })

  it('doesn\'t create another identity if the passphrase is wrong', async () => {
    await saveIdentity(path, identity, { passphrase, workFactor })
    const bytes = await readFile(path)

    const asked: string[] = []
    const guess = async (purpose: string): Promise<string> => {
      asked.push(purpose)
      return 'other'
    }

    await failure(loadOrCreateIdentity(path, { passphrase: guess }), 'wrong-passphrase', path)
    await failure(loadOrCreateIdentity(path), 'passphrase-needed', path)
    expect(asked).to.deep.equal(['open'])
    expect(await readFile(path)).to.equalBytes(bytes)
  })

  it('does not follow a link to nowhere for ever', async function () {
    if (!posix) {
      this.skip()
    }

    await symlink(at('nowhere'), path)

    await failure(loadOrCreateIdentity(path), 'not-found', path)
  })
})
