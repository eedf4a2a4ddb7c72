import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, createInvite } from '../../src/index.ts'
import { COMMAND, run, Running } from './fixtures/run.ts'

const PRIVATE = ['--no-mdns', '--audio', 'none', '--json', '--no-store', '--listen', '/ip4/127.0.0.1/tcp/0']

/** The program of util-linux that gives a command a terminal */
const missing = spawnSync('script', ['--version']).error == null ? '' : ' (skipped: the command script is not installed)'

describe('an invite that is not in the arguments', () => {
  let directory: string
  let invite: string
  let expired: string
  let env: NodeJS.ProcessEnv
  let running: Running[]

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    env = { GROUPCALL_HOME: directory }
    const group = createGroup({ name: 'friends', owner: await createIdentity() })
    invite = createInvite(group)
    expired = createInvite(group, { expires: 1_000 })
    await writeFile(join(directory, 'expired.txt'), `${expired}\n`)
    await writeFile(join(directory, 'group.txt'), 'friends\n')
    await writeFile(join(directory, 'empty.txt'), '\n \n')
    await writeFile(join(directory, 'large.txt'), 'x'.repeat(100_000))
  })

  beforeEach(() => {
    running = []
  })

  afterEach(async () => {
    await Promise.all(running.map(async command => command.kill()))
  })

  after(async () => {
    await rm(directory, { recursive: true, force: true })
  })

  function start (args: string[], input?: string): Running {
    const command = new Running(args, { cwd: directory, env, input })
    running.push(command)

    return command
  }

  it('joins the call from a file and from standard input, whose end it does not wait for', async () => {
    const ada = start(['call', '--name', 'Ada', '--key', 'ada.json', ...PRIVATE])
    const { invite } = await ada.event(({ type }) => type === 'invite')
    await writeFile(join(directory, 'invite.txt'), `\n${invite}\n\nFrom Ada\n`)

    const others = [
      start(['call', '-', '--name', 'Ben', '--key', 'ben.json', ...PRIVATE], `${invite}\n`),
      start(['call', '--invite-file', 'invite.txt', '--name', 'Cleo', '--key', 'cleo.json', ...PRIVATE])
    ]

    for (const { child } of others) {
      const commandLine = await readFile(`/proc/${child.pid}/cmdline`, 'utf8')
      expect(commandLine).to.include('--no-store').and.not.include('join#')
    }

    await Promise.all(['Ben', 'Cleo'].map(async name => ada.event(({ type, participant }) => type === 'participant:join' && participant.name === name)))
  })

  it('is found in what `groupcall group invite` prints', async () => {
    await run(['group', 'new', 'chess'], { cwd: directory, env })
    const { stdout } = await run(['group', 'invite', 'chess'], { cwd: directory, env })
    await writeFile(join(directory, 'printed.txt'), stdout)
    const ben = start(['call', '--invite-file', 'printed.txt', '--name', 'Ben', '--key', 'ben.json', ...PRIVATE])

    await ben.event(({ type, state }) => type === 'status' && state === 'active')
  })

  it('is found in a mail that quotes and wraps it', async () => {
    const { stderr } = await run(['call', '-'], { cwd: directory, env, input: `Hi Ben,\n\nAda wrote:\n> Join us:\n> ${expired.replace(/.{70}/g, '$&\n> ')}\n` })

    expect(stderr).to.match(/^groupcall: standard input: This invite expired on 1970/)
  })

  const cases: Array<[title: string, args: string[], input: string | undefined, says: RegExp]> = [
    ['an expired invite on standard input', ['-'], 'expired', /^groupcall: standard input: This invite expired on 1970/],
    ['no invite on standard input', ['-'], undefined, /standard input is empty: put an invite into it/],
    ['the name of a group on standard input', ['-'], 'friends\n', /standard input: This isn't an invite/],
    ['input without an end', ['-'], 'x'.repeat(100_000), /standard input: This isn't an invite/],
    ['an expired invite in a file', ['--invite-file', 'expired.txt'], undefined, /--invite-file "expired\.txt": This invite expired on 1970/],
    ['the name of a group in a file', ['--invite-file', 'group.txt'], undefined, /--invite-file "group\.txt": This isn't an invite/],
    ['an empty file', ['--invite-file', 'empty.txt'], undefined, /--invite-file "empty\.txt" is empty/],
    ['a large file', ['--invite-file', 'large.txt'], undefined, /--invite-file "large\.txt": This isn't an invite/],
    ['a missing file', ['--invite-file', 'missing.txt'], undefined, /--invite-file "missing\.txt" can't be read \(ENOENT\)/],
    ['a folder', ['--invite-file', '.'], undefined, /--invite-file "\." can't be read \(EISDIR\)/],
    ['a file and an argument', ['friends', '--invite-file', 'group.txt'], undefined, /"friends" and --invite-file "group\.txt" both name a call/],
    ['an invite and raw sound on standard input', ['-', '--audio', '-'], 'invite', /can't both be read from standard input: .*--invite-file FILE/],
    ['standard input as a file, and raw sound', ['--invite-file', '-', '--audio', '-'], 'invite', /can't both be read from standard input/],
    ['another network than that of the invite', ['-', '--network', 'amino'], 'invite', /--network "amino" isn't the network of the invite/]
  ]

  cases.forEach(([title, args, input, says]) => {
    it(`refuses ${title} in one line, with exit code 2`, async () => {
      const given = input?.replace(/^invite$/, `${invite}\n`).replace(/^expired$/, `${expired}\n`)
      const { code, stdout, stderr } = await run(['call', ...args], { cwd: directory, env, input: given })

      expect([code, stdout]).to.deep.equal([2, ''])
      expect(stderr).to.match(says).and.match(/^groupcall: .+\n$/)
    })
  })

  it(`is asked for at a terminal, and may be pasted in several lines${missing}`, async function () {
    if (missing !== '') {
      this.skip()
    }

    const line = [...COMMAND, 'call', '-'].map(word => `'${word}'`).join(' ')
    const child = spawn('script', ['-qefc', `exec ${line}`, '/dev/null'], {
      env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: 40_000,
      killSignal: 'SIGKILL'
    })
    let seen = ''

    child.stdout.on('data', data => {
      const asked = seen.includes('Invite: ')
      seen += stripVTControlCharacters(String(data))

      if (!asked && seen.includes('Invite: ')) {
        child.stdin.write(expired.replace(/.{76}/g, '$&\r> ').concat('\r'))
      }
    })

    const [code] = await once(child, 'close')
    expect(seen).to.include('Invite: ').and.include('standard input: This invite expired on 1970')
    expect(code).to.equal(2)
  })
})
