import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity, saveIdentity } from '../../keys/index.ts'
import { Commands } from './fixtures/commands.ts'
import { run } from './fixtures/run.ts'

describe('the key commands', () => {
  let directory: string
  let commands: Commands

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    commands = new Commands()
  })

  after(async () => {
    await commands.stop()
    await rm(directory, { recursive: true, force: true })
  })

  it('make, show, export and import a key', async () => {
    const options = { cwd: directory, env: { GROUPCALL_HOME: join(directory, 'home') } }
    const made = await commands.run(['key', 'new', '--json'], options)
    const { publicKey, shortKey, file } = JSON.parse(made.stdout)

    expect(made.code).to.equal(0)
    expect(publicKey).to.match(/^[0-9a-f]{64}$/)
    expect(shortKey).to.equal(publicKey.slice(0, 8))
    expect(file).to.equal(join(directory, 'home', 'identity.json'))
    expect((await stat(file)).mode & 0o777).to.equal(0o600)

    const shown = await commands.run(['key', 'show'], options)
    expect(shown.stdout).to.contain(publicKey).and.to.contain(file)

    const exported = await commands.run(['key', 'export', 'copy.json'], options)
    expect(exported.code).to.equal(0)
    expect(await readFile(join(directory, 'copy.json'), 'utf8')).to.equal(await readFile(file, 'utf8'))

    const again = await commands.run(['key', 'import', 'copy.json'], options)
    expect(again.code).to.equal(2)
    expect(again.stderr).to.match(/identity\.json: this file already exists/)

    const imported = await commands.run(['key', 'import', 'copy.json', '--key', 'other.json', '--json'], options)
    expect(JSON.parse(imported.stdout)).to.deep.equal({ publicKey, shortKey, file: 'other.json' })
  })

  it('keep a key under its passphrase', async () => {
    await writeFile(join(directory, 'passphrase'), 'correct horse\n')
    await writeFile(join(directory, 'wrong'), 'battery staple\n')

    const made = await run(['key', 'new', '--key', 'secret.json', '--passphrase-file', 'passphrase', '--json'], { cwd: directory })
    const shown = await run(['key', 'show', '--key', 'secret.json', '--passphrase-file', 'passphrase', '--json'], { cwd: directory })

    expect([made.code, shown.code]).to.deep.equal([0, 0])
    expect(JSON.parse(await readFile(join(directory, 'secret.json'), 'utf8'))).to.have.property('encrypted')
    expect(JSON.parse(shown.stdout).publicKey).to.equal(JSON.parse(made.stdout).publicKey)

    // the rest is tried with one that is cheap to open
    const identity = await createIdentity()
    await saveIdentity(join(directory, 'cheap.json'), identity, { passphrase: 'correct horse', workFactor: 2 })
    const exported = await run(['key', 'export', 'cheap-copy.json', '--key', 'cheap.json'], { cwd: directory, env: { GROUPCALL_PASSPHRASE: 'correct horse' } })
    const copy = await run(['key', 'show', '--key', 'cheap-copy.json', '--passphrase-file', 'passphrase', '--json'], { cwd: directory })

    expect([exported.code, copy.code]).to.deep.equal([0, 0])
    expect(JSON.parse(await readFile(join(directory, 'cheap-copy.json'), 'utf8'))).to.have.property('encrypted')
    expect(JSON.parse(copy.stdout).publicKey).to.equal(identity.publicKey)

    for (const args of [[], ['--passphrase-file', 'wrong']]) {
      const refused = await run(['key', 'show', '--key', 'cheap.json', ...args], { cwd: directory })

      expect(refused.code).to.equal(2)
      expect(refused.stderr).to.match(/^groupcall: cheap\.json: .*passphrase.*--passphrase-file FILE.*\n$/)
    }
  })
})
