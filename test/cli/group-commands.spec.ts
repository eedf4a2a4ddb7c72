import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { parseInvite } from '../../src/index.ts'
import { Commands } from './fixtures/commands.ts'
import type { Result } from './fixtures/run.ts'

const ADDRESS = '/ip4/192.0.2.1/tcp/4801/p2p/12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA'

describe('the group commands', () => {
  let commands: Commands
  let home: string
  let ben: string
  let cleo: string

  before(() => {
    commands = new Commands()
  })

  after(async () => {
    await commands.stop()
  })

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    ;[ben, cleo] = await Promise.all([1, 2].map(async () => (await createIdentity()).publicKey))
  })

  afterEach(async () => {
    await rm(home, { recursive: true, force: true })
  })

  const run = async (...args: string[]): Promise<Result> => commands.run(args, { cwd: home, env: { GROUPCALL_HOME: home } })
  const group = async (...args: string[]): Promise<Result> => run('group', ...args)
  const json = async (...args: string[]): Promise<any> => {
    const { code, stdout, stderr } = await group(...args, '--json')
    expect([code, stderr]).to.deep.equal([0, ''])

    return JSON.parse(stdout)
  }
  /** A group for members only, and one for everyone with an invite */
  const makeBoth = async (): Promise<void> => {
    await json('new', 'Friends', '--members-only')
    await json('new', 'the square', '--bootstrap', ADDRESS)
  }

  it('make groups, and a key when there is none', async () => {
    const made = await json('new', 'Friends', '--members-only')
    const { publicKey } = JSON.parse((await run('key', 'show', '--json')).stdout)

    expect(made).to.deep.include({ name: 'Friends', kind: 'members-only', owner: publicKey, epoch: 0, network: 'local', addresses: [], openTickets: 0 })
    expect(made.roster).to.deep.equal({ version: 0, complete: true, owners: [publicKey], members: [] })
    expect(made.id).to.match(/^[0-9a-f]{64}$/)
    expect(made.file).to.equal(join(home, 'groups', `${made.id.slice(0, 16)}.json`))
    expect((await stat(made.file)).mode & 0o777).to.equal(0o600)
    expect((await stat(join(home, 'groups'))).mode & 0o777).to.equal(0o700)

    const open = await group('new', 'the square', '--bootstrap', ADDRESS)
    expect(open.code).to.equal(0)
    expect(open.stdout).to.contain('the square: anyone with an invite may join').and.to.contain(ADDRESS).and.to.contain('groupcall call \'the square\'')
  })

  it('list and show them, and nothing secret', async () => {
    await makeBoth()
    const { groups } = await json('list')
    const listed = await group('list')
    const shown = await group('show', 'friends')

    expect(groups.map(({ name }: any) => name)).to.deep.equal(['Friends', 'the square'])
    expect(listed.stdout).to.match(/Name +Id +Who +You\n +Friends +[0-9a-f]{8} +1 member +owner\n +the square +[0-9a-f]{8} +anyone with an invite may join\n/)
    expect(shown.stdout).to.match(/^Friends: members only\n {2}id +[0-9a-f]{64}\n {2}roster +version 0, 1 member\n/).and.to.match(/You +[0-9a-f]{8} +owner/)
    expect(JSON.stringify(groups)).to.not.match(/secret/)
    expect(await json('show', groups[0].id.slice(0, 8))).to.deep.equal(groups[0])
  })

  it('change the roster, by keys and by names of contacts', async () => {
    await makeBoth()
    await run('contact', 'add', ben, 'Ben')
    const added = await group('add', 'friends', 'ben')
    expect(added.stdout).to.match(new RegExp(`^Ben \\(${ben.slice(0, 8)}\\) is now a member of "Friends"\\.\nRoster version 1, epoch 0\\. `))

    const owned = await json('add', 'friends', cleo.toUpperCase(), '--owner')
    expect(owned.roster).to.deep.include({ version: 2, members: [ben] })
    expect(owned.roster.owners).to.have.lengthOf(2).and.to.include(cleo)

    const shown = await group('show', 'friends')
    expect(shown.stdout).to.match(/version 2, 3 members/).and.to.match(new RegExp(`Ben +${ben.slice(0, 8)}\\n`)).and.to.match(new RegExp(`${cleo.slice(0, 8)} +${cleo.slice(0, 8)} +owner`))

    const removed = await json('remove', 'friends', ben.slice(0, 8))
    expect(removed.roster).to.deep.include({ version: 3, members: [] })
    expect(removed.epoch).to.equal(1)
  })

  it('make invites, which end, let in once, or lead to the door', async () => {
    await makeBoth()
    await group('add', 'friends', cleo, '--owner')
    await group('add', 'friends', ben)
    await group('remove', 'friends', ben)
    const now = Date.now()
    const plain = await json('invite', 'friends', '--bootstrap', ADDRESS)
    const once = await json('invite', 'friends', '--once', '--expires', '24h', '--bootstrap', ADDRESS)
    const [first, second] = [parseInvite(plain.invite), parseInvite(once.invite)]

    expect(first.ticket).to.equal(undefined)
    expect(first.expires).to.equal(undefined)
    expect(first.addresses.map(String)).to.deep.equal([ADDRESS])
    expect(first.group).to.deep.include({ name: 'Friends', epoch: 1 })
    expect(first.group.roster?.owners).to.have.lengthOf(2)
    expect(second.ticket).to.have.lengthOf(16)
    expect(second.expires).to.be.within(now + 86_400_000, now + 86_400_000 + 60_000)
    expect(once).to.deep.include({ once: true, name: 'Friends', addresses: [ADDRESS], expires: new Date(Number(second.expires)).toISOString() })
    expect((await json('show', 'friends')).openTickets).to.equal(1)

    const text = await group('invite', 'friends', '--once')
    expect(text.stdout).to.match(/^Invite to "Friends"\. It admits one person, once, while you are in the call: .*\n\ngroupcall call 'groupcall:\/\/join#[\w-]+'\n$/)
    expect(text.stderr).to.match(/^groupcall: this invite contains no address of a bootstrap peer.*--bootstrap ADDR.*\n$/)

    const open = await group('invite', 'the square')
    expect(open.stdout).to.match(/^Invite to "the square"\. Anyone who has it can join/)
    expect(open.stderr).to.equal('')
  })

  it('leave a group after a confirmation, and say what that means', async () => {
    await makeBoth()
    await group('add', 'friends', cleo, '--owner')
    const asked = await group('leave', 'friends')
    expect([asked.code, asked.stdout]).to.deep.equal([2, ''])
    expect(asked.stderr).to.match(/^groupcall: this isn't a terminal, so you can't be asked .*"Friends": add --yes.*\n$/)

    const { stdout } = await group('leave', 'friends', '--yes')
    expect(stdout).to.match(/^Deleted the group "Friends" here\.\nYou are one of its owners\. It goes on without you, with one other owner\./)

    await group('new', 'mine', '--members-only')
    expect((await group('leave', 'mine', '--yes')).stdout).to.match(/You are its only owner\. It goes on without you, but then nobody can change its roster\.\n$/)

    const square = await json('leave', 'the square', '--yes')
    expect(square).to.deep.include({ name: 'the square', owner: false })
    expect(await readdir(join(home, 'groups'))).to.deep.equal([])
    expect((await group('list')).stdout).to.match(/^You have no groups yet\. Create one with `groupcall group new NAME`/)
  })

  it('show their help, with examples', async () => {
    const helps = await Promise.all([['--help'], ...['new', 'list', 'show', 'invite', 'add', 'remove', 'leave'].map(name => [name, '--help'])].map(async args => group(...args)))

    for (const { code, stdout, stderr } of helps) {
      expect([code, stderr]).to.deep.equal([0, ''])
      expect(stdout).to.match(/\nExamples:\n {2}groupcall (group|call) /)
    }
  })
})
