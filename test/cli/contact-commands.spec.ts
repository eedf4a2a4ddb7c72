import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity, saveIdentity } from '../../keys/index.ts'
import { pairNumber } from '../../src/index.ts'
import { Commands } from './fixtures/commands.ts'
import type { Result } from './fixtures/run.ts'
import type { Identity } from '../../keys/index.ts'

const BEN = 'b'.repeat(64)
const BEA = `bbbbbbbb${'a'.repeat(56)}`

describe('the contact commands', () => {
  let commands: Commands
  let directory: string
  let identity: Identity

  before(() => {
    commands = new Commands()
  })

  after(async () => {
    await commands.stop()
  })

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    identity = await createIdentity()
    // its passphrase is never asked for: the public key is in plain sight
    await saveIdentity(join(directory, 'home', 'identity.json'), identity, { passphrase: 'correct horse', workFactor: 2 })
  })

  afterEach(async () => {
    await rm(directory, { recursive: true, force: true })
  })

  const contact = async (...args: string[]): Promise<Result> => commands.run(['contact', ...args], { cwd: directory, env: { GROUPCALL_HOME: join(directory, 'home') } })
  const json = async (...args: string[]): Promise<any> => JSON.parse((await contact(...args, '--json')).stdout)

  it('add, list, show, verify and forget', async () => {
    const file = join(directory, 'home', 'contacts.json')
    expect((await contact('list')).stdout).to.contain('You have no contacts yet')

    const added = await json('add', BEN, ' Ben ')
    expect(added).to.deep.include({ publicKey: BEN, name: 'Ben', verified: false, file })
    expect(Date.parse(added.firstSeen)).to.be.closeTo(Date.now(), 60_000)
    expect((await stat(file)).mode & 0o777).to.equal(0o600)

    const shown = await json('show', 'BBBBBBBB')
    expect(shown).to.deep.equal({ ...added, pairNumber: pairNumber(BEN, identity.publicKey) })
    expect((await contact('show', BEN)).stdout.replace(/\s+/g, ' ')).to.contain(`number ${shown.pairNumber}`).and.contain('verified no')

    expect(await json('verify', 'bbbbbbbb')).to.deep.equal({ ...added, verified: true })
    expect((await contact('list')).stdout).to.match(/^ +✓ {2}Ben +bbbbbbbb {2}\d{4}-\d\d-\d\d$/m)
    expect((await json('list')).contacts.map(({ name, verified }: any) => [name, verified])).to.deep.equal([['Ben', true]])

    // another name for the same key
    expect(await json('add', BEN, 'Benjamin')).to.deep.equal({ ...added, name: 'Benjamin', verified: true })
    expect((await json('verify', 'bbbbbbbb', '--undo')).verified).to.be.false()

    expect((await contact('forget', 'bbbbbbbb')).stdout).to.contain('Benjamin (bbbbbbbb) has been forgotten')
    expect((await json('list')).contacts).to.deep.equal([])
  })

  it('keep contacts beside the key that is named', async () => {
    await contact('add', BEN, 'Ben', '--key', 'elsewhere/key.json')

    expect(JSON.parse(await readFile(join(directory, 'elsewhere', 'contacts.json'), 'utf8')).contacts).to.have.lengthOf(1)
    expect((await json('list')).contacts).to.deep.equal([])
  })

  it('print help with examples', async () => {
    expect((await contact()).stdout).to.contain('Examples:')
    expect((await contact('show', '--help')).stdout).to.contain('8 or more')
  })

  it('report invalid input in one line, exit with code 2 and change nothing', async () => {
    await contact('add', BEN, 'Ben')
    await contact('add', BEA, 'Bea')
    const file = join(directory, 'home', 'contacts.json')
    const before = await readFile(file, 'utf8')
    await writeFile(join(directory, 'contacts.json'), before.slice(0, 40))

    const cases: Array<[string[], RegExp]> = [
      [['show', 'bbbbbbbb'], /2 contacts have a key that begins with "bbbbbbbb": add more digits/],
      [['show', 'bbbbbbb'], /first 8 digits or more/],
      [['verify', 'not-a-key'], /isn't a key/],
      [['verify', `${BEN}b`], /isn't a key/],
      [['verify', 'cccccccc'], /No contact has the key "cccccccc"/],
      [['forget', 'cccccccc'], /No contact/],
      [['add', 'bbbbbbbb', 'Ben'], /isn't a public key: a key has 64 digits/],
      [['add', 'c'.repeat(64), 'BEN '], /"BEN" is the name of bbbbbbbb.*contact forget bbbbbbbb/],
      [['add', 'c'.repeat(64), ''], /name of 1 to 64 bytes/],
      [['add', identity.publicKey, 'me'], /your own key/],
      [['add', BEN], /missing required argument 'name'/],
      [['lose'], /unknown command 'lose'/],
      [['show', BEN, '--key', 'key.json'], /^groupcall: contacts\.json: the file is cut short/],
      [['verify', BEN, '--key', 'key.json'], /^groupcall: contacts\.json: the file is cut short/]
    ]
    const problems: string[] = []

    for (const [args, says] of cases) {
      const { code, stdout, stderr } = await contact(...args)

      if (code !== 2 || stdout !== '' || !/^groupcall: [^\n]+\n$/.test(stderr) || !says.test(stderr)) {
        problems.push(`${args.join(' ')} => ${code} ${stdout}${stderr}`)
      }
    }

    expect(problems).to.deep.equal([])
    expect(await readFile(file, 'utf8')).to.equal(before)
    expect(await readFile(join(directory, 'contacts.json'), 'utf8')).to.equal(before.slice(0, 40))
  })
})
