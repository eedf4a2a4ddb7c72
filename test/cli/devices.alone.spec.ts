import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect } from 'aegir/chai'
import { missingSoundSystem, startSoundSystem } from '../fixtures/pulse.ts'
import { until } from '../fixtures/until.ts'
import { COMMAND, COMMAND_ENV, run } from './fixtures/run.ts'
import type { SoundSystem } from '../fixtures/pulse.ts'

/** ms after which the terminal is killed */
const TIMEOUT = 50_000

const missing = missingSoundSystem() ?? (spawnSync('script', ['--version']).error == null ? undefined : 'the command script is not installed')

describe(`devices of the command${missing == null ? '' : ` (skipped: ${missing})`}`, () => {
  let sound: SoundSystem
  let directory: string

  before(async function () {
    if (missing != null) {
      this.skip()
    }

    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    sound = await startSoundSystem()
    await sound.plugIn('desk')
    await sound.plugIn('headset')
  })

  after(async () => {
    await sound?.stop()

    if (directory != null) {
      await rm(directory, { recursive: true, force: true })
    }
  })

  it('are listed, and one that isn\'t there is refused', async () => {
    const list = await run(['devices'], { env: sound.env })
    expect(list.stdout).to.match(/^Microphones \(--input\)\n {3}1 {2}desk microphone.*\n {3}2 {2}headset microphone.*\n\nSpeakers \(--output\)\n {3}1 {2}Null Output.*\n {3}2 {2}desk speakers\n {3}3 {2}headset speakers\n$/)

    for (const [option, text, problem] of [['--input', 'drums', /there is no such microphone/], ['--output', 'speakers', /could be "desk speakers" or "headset speakers"/], ['--input', '3', /no such microphone/]] as const) {
      const { code, stdout, stderr } = await run(['call', option, text, '--no-mdns'], { env: { ...sound.env, GROUPCALL_HOME: directory } })
      expect(code, text).to.equal(2)
      expect(`${stdout}${stderr}`).to.match(problem)
    }
  })

  it('are switched by keys, and replaced while they are gone', async () => {
    const args = ['call', '--name', 'Ada', '--key', join(directory, 'identity.json'), '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--input', 'desk', '--output', 'desk']
    const line = [...COMMAND, ...args].map(word => `'${word}'`).join(' ')
    const child = spawn('script', ['-qefc', `stty cols 100 rows 50; exec ${line}`, '/dev/null'], {
      env: { ...sound.env, ...COMMAND_ENV },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIMEOUT,
      killSignal: 'SIGKILL'
    })
    let seen = ''
    child.stdout.on('data', data => { seen += stripVTControlCharacters(String(data)) })
    const shown = async (pattern: RegExp): Promise<void> => { await until(`${pattern} in the terminal`, () => pattern.test(seen), { on: [child.stdout, 'data'], seen: () => seen.slice(-2_000) }) }
    const press = (key: string): void => { child.stdin.write(key) }

    try {
      await shown(/Waiting for others/)
      const unplug = await sound.plugIn('second')
      press('o')
      await shown(/Your speakers: headset speakers/)
      press('i')
      await shown(/Your microphone: headset microphone/)
      press('i')
      await shown(/Your microphone: second microphone/)
      await unplug()
      await shown(/Your microphone was disconnected\. Using /)
      await sound.plugIn('second')
      await shown(/Your microphone is back: second microphone/)
      press('q')
      await shown(/Left the call after/)
    } finally {
      child.kill('SIGKILL')
    }
  })
})
