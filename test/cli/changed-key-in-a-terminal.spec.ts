import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect } from 'aegir/chai'
import { createIdentity, saveIdentity } from '../../keys/index.ts'
import { updateContacts } from '../../src/index.ts'
import { until } from '../fixtures/until.ts'
import { COMMAND, Running } from './fixtures/run.ts'
import type { ChildProcess } from 'node:child_process'

/** ms after which the terminal is killed */
const TIMEOUT = 50_000

/** The program of util-linux that gives a command a terminal */
const missing = spawnSync('script', ['--version']).error == null ? '' : ' (skipped: the command script is not installed)'

describe('a terminal that is asked about a changed key', () => {
  let directory: string
  let terminal: ChildProcess | undefined
  let ben: Running | undefined

  before(async function () {
    if (missing !== '') {
      this.skip()
    }

    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  after(async () => {
    terminal?.kill('SIGKILL')
    await ben?.kill()

    if (directory != null) {
      await rm(directory, { recursive: true, force: true })
    }
  })

  it(`lets them talk by the key t, and leaves by q${missing}`, async () => {
    const [ada, old] = await Promise.all([createIdentity(), createIdentity()])
    const key = join(directory, 'identity.json')
    await saveIdentity(key, ada)
    await updateContacts(join(directory, 'contacts.json'), contacts => contacts.add(old.publicKey, 'Ben', 1))

    const args = ['call', '--name', 'Ada', '--key', key, '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--audio', 'tone']
    const line = [...COMMAND, ...args].map(word => `'${word}'`).join(' ')
    const child = spawn('script', ['-qefc', `stty cols 100 rows 50; exec ${line}`, '/dev/null'], {
      env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', GROUPCALL_PASSPHRASE: '' },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIMEOUT,
      killSignal: 'SIGKILL'
    })
    terminal = child
    let seen = ''
    child.stdout.on('data', data => { seen += stripVTControlCharacters(String(data)) })

    /** Resolves with the text on the screen; presses a key each time that something else is drawn */
    const shown = async (pattern: RegExp, pressed?: string): Promise<string> => await until(`${pattern} in the terminal`, () => {
      const found = pattern.exec(seen)?.[0]

      if (found == null && pressed != null) {
        child.stdin.write(pressed)
      }

      return found
    }, { on: [child.stdout, 'data'], seen: () => seen.slice(-2_000) }) as string

    const invite = await shown(/groupcall:\/\/join#[\w-]+(?=')/)
    ben = new Running(['call', invite, '--json', '--name', 'Ben', '--key', join(directory, 'ben', 'identity.json'), '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--audio', 'tone'])
    await shown(/! Ben's key has changed\./)
    await shown(/ on hold /)
    await ben.event(({ type, participants }) => type === 'status' && participants[0]?.linkState === 'connected')
    expect(ben.events.some(({ type }) => type === 'heard')).to.be.false()

    await shown(/You're talking to Ben/, 't')
    await ben.event(({ type }) => type === 'heard')
    const closed = new Promise<number | null>(resolve => { child.once('close', resolve) })
    child.stdin.write('q')
    expect(await closed).to.equal(0)
    expect(seen).to.match(/Left the call after \d+ s\./)
  })
})
