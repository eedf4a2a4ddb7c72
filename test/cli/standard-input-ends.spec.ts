import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { ToneInput } from '../../src/media/sources/tone.ts'
import { Running } from './fixtures/run.ts'

/** Frames of tone: half a second */
const FRAMES = 50

describe('standard input as a microphone', () => {
  let directory: string
  let running: Running[] = []

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  afterEach(async () => {
    await Promise.all(running.map(async call => call.kill()))
    running = []
  })

  after(async () => {
    await rm(directory, { recursive: true, force: true })
  })

  function start (name: string, args: string[], input?: string): Running {
    const call = new Running(['call', '--json', '--name', name, '--key', join(directory, `${name}.json`), '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--status-interval', '50', ...args], { input })
    running.push(call)

    return call
  }

  it('is heard, and when it ends the user is told and the others see the participant as muted', async () => {
    const ada = start('Ada', ['--audio', 'silence'])
    const { invite } = await ada.event(({ type }) => type === 'invite')
    const ben = start('Ben', [invite, '--audio', '-'], '')
    await ada.event(({ type, participant }) => type === 'participant:update' && participant.linkState === 'connected')
    const tone = new ToneInput()
    ben.child.stdin?.write(Buffer.concat(Array.from({ length: FRAMES }, () => Buffer.from(tone.read().buffer))))
    await ada.event(({ type }) => type === 'heard')
    expect(ada.events.some(({ participant }) => participant?.muted)).to.equal(false)

    ben.child.stdin?.end()
    const [ended] = await Promise.all([
      ben.event(({ type, ended }) => type === 'microphone' && ended === true),
      ben.event(({ type, self }) => type === 'status' && self.muted === true),
      ada.event(({ type, participant }) => type === 'participant:update' && participant.muted === true)
    ])

    expect(ended).to.deep.equal({ type: 'microphone', kind: 'raw', listenOnly: false, ended: true })
  })

  it('that is a file is refused with one line and exit code 2, also if it comes late', async () => {
    const early = start('Cleo', ['--audio', '-'], 'RIFF    WAVEfmt ')
    const late = start('Dan', ['--audio', '-'], '')
    await late.event(({ type, self }) => type === 'status' && self.muted === false)
    late.child.stdin?.write(Buffer.alloc(2_000, 'OggS'))
    const [before, during] = await Promise.all([early.result, late.result])

    expect(before).to.include({ code: 2, stdout: '' })
    expect(during.code).to.equal(2)
    expect(before.stderr).to.match(/^groupcall: standard input: contains a WAV file instead of raw samples: .*ffmpeg.*\n$/)
    expect(during.stderr).to.match(/^groupcall: standard input: contains an Ogg file instead of raw samples: .*ffmpeg.*\n$/)
  })
})
