import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { until } from '../fixtures/until.ts'
import { COMMAND, COMMAND_ENV, Running } from './fixtures/run.ts'
import type { ChildProcess } from 'node:child_process'

const ANY_PORTS = ['--port', '0', '--ws-port', '0', '--webrtc-port', '0', '--stun-port', '0', '--host', '127.0.0.1']

/** ms after which the terminal is killed */
const TIMEOUT = 90_000

const missing = spawnSync('script', ['--version']).error == null ? '' : ' (skipped: the command script is not installed)'

describe('a group that is watched', () => {
  let directory: string
  let terminal: ChildProcess | undefined
  const running: Running[] = []

  const start = (args: string[]): Running => {
    const process = new Running(args)
    running.push(process)

    return process
  }

  const local = (name: string): string[] => ['--name', name, '--key', join(directory, name, 'identity.json'), '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--audio', 'tone']

  before(async function () {
    if (missing !== '') {
      this.skip()
    }

    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  after(async () => {
    terminal?.kill('SIGKILL')
    await Promise.all(running.map(async process => process.kill()))

    if (directory != null) {
      await rm(directory, { recursive: true, force: true })
    }
  })

  it(`rings when somebody starts its call, which a key accepts${missing}`, async () => {
    const { addresses } = await start(['bootstrap', '--json', ...ANY_PORTS]).event(({ type }) => type === 'bootstrap')
    const entry = addresses.find((address: string) => /\/tcp\/\d+\/p2p\//.test(address))
    const first = start(['call', '--group', 'friends', '--bootstrap', entry, '--json', ...local('Ada')])
    const { invite } = await first.event(({ type }) => type === 'invite')
    const joined = start(['call', invite, '--json', ...local('Ben')])
    await joined.event(({ type }) => type === 'heard')
    await Promise.all([first, joined].map(async call => call.kill('SIGINT')))

    const line = [...COMMAND, 'watch', 'friends', '--bootstrap', entry, ...local('Ben')].map(word => `'${word}'`).join(' ')
    const child = spawn('script', ['-qefc', `stty cols 100 rows 50; exec ${line}`, '/dev/null'], { env: { ...process.env, ...COMMAND_ENV }, stdio: ['pipe', 'pipe', 'ignore'], timeout: TIMEOUT, killSignal: 'SIGKILL' })
    terminal = child
    let seen = ''
    child.stdout.on('data', data => { seen += stripVTControlCharacters(String(data)) })
    const shown = async (pattern: RegExp): Promise<void> => { await until(`${pattern} in the terminal`, () => pattern.test(seen), { on: [child.stdout, 'data'], seen: () => seen }) }

    await shown(/Nobody is in the call of "friends" yet/)
    const again = start(['call', 'friends', '--json', ...local('Ada')])
    await shown(/Ada is calling "friends" +a accept · d decline/)
    child.stdin.write('a')
    await again.event(({ type, name }) => type === 'heard' && name === 'Ben')
    child.stdin.write('q')
    await shown(/Left the call after/)
  })
})
