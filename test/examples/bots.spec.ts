import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import wavefile from 'wavefile'
import { createInvite, FRAME_SAMPLES, SAMPLE_RATE } from '../../src/index.ts'
import { joinTogether, untilCall, untilHeard } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import { modulePath, repositoryPath } from '../fixtures/paths.ts'
import { until } from '../fixtures/until.ts'
import { decodeWavFile } from '../fixtures/wav.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'
import type { FrameCounts } from './fixtures/count-frames.ts'
import type { ChildProcess } from 'node:child_process'

/** Frames that a bot hears, or reads from a file, before it is stopped: 1.5 s */
const ENOUGH = 150

interface Bot {
  /** Resolves when so many more frames have come to it */
  untilFrames(count: number): Promise<void>
  /** Stops it as Ctrl-C does, and returns what it printed and what became of the frames, once it has ended by itself */
  stop(): Promise<{ lines: string[], counts: FrameCounts }>
  kill(): void
}

describe('a bot in ten lines', () => {
  let network: TestNetwork
  let ada: TestCall
  let folder: string
  let bot: Bot | undefined

  before(async () => {
    network = await createTestNetwork()
    folder = await mkdtemp(join(tmpdir(), 'groupcall-bots-'))
    ;[ada] = await joinTogether(network, 1, () => ({ name: 'Ada' }))
  })

  afterEach(async () => {
    bot?.kill()
    await until('the bot to leave', () => ada.call.participants.length === 0, { on: [ada.call, 'participant:leave', 'participant:update'] })
  })

  after(async () => {
    await network?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('says each frame that it hears once, in order', async () => {
    bot = start('echo')
    await untilHeard(ada.call, await participant('Echo'))
    await bot.untilFrames(ENOUGH)
    const { counts: { heard, sent } } = await bot.stop()

    expect(heard).to.be.greaterThan(ENOUGH)
    // those behind were still waiting
    expect(sent).to.have.lengthOf.at.least(ENOUGH / 2)
    expect(sent).to.deep.equal(Array.from({ length: sent.length }, (_, index) => index))
    expect(heard - sent.length).to.be.lessThan(ENOUGH)
  })

  it('plays each frame of its files', async () => {
    const tunes = [tune(0), tune(1)]
    const paths = await Promise.all(tunes.map(async (samples, index) => writeWav(`${index}.wav`, samples)))
    bot = start('music', ...paths)
    await untilHeard(ada.call, await participant('Music'))
    await bot.untilFrames(ENOUGH)
    const { counts: { played } } = await bot.stop()

    expect(played.slice(0, 2)).to.deep.equal(tunes.map(samples => createHash('sha256').update(samples).digest('hex')))
  })

  it('records each frame that it hears', async () => {
    const recordings = join(folder, 'recordings')
    bot = start('recorder', recordings)
    await participant('Recorder')
    // it has begun, and continues until it is stopped
    await until('a recording', async () => (await readdir(recordings).catch(() => [])).length > 0)
    await bot.untilFrames(ENOUGH)
    const { counts: { heard, recorded } } = await bot.stop()
    const [file] = await readdir(recordings)
    const { samples } = await decodeWavFile(join(recordings, file))

    expect(heard).to.be.greaterThan(ENOUGH)
    expect(recorded).to.deep.equal([Array.from({ length: heard }, (_, index) => index)])
    expect(samples.length / FRAME_SAMPLES).to.equal(heard)
  })

  it('hands each frame that it hears to a speech recogniser', async () => {
    bot = start('transcriber')
    await participant('Transcriber')
    await bot.untilFrames(ENOUGH)
    // a pause, and speech until the end
    ada.call.mute()
    await bot.untilFrames(ENOUGH)
    ada.call.unmute()
    await bot.untilFrames(ENOUGH)
    const { lines, counts: { heard } } = await bot.stop()
    const frames = lines.map(line => Number(/^Ada said something of (\d+) frames$/.exec(line)?.[1]))

    expect(frames).to.have.lengthOf.at.least(2)
    expect(frames.reduce((sum, count) => sum + count, 0)).to.equal(heard)
  })

  function start (name: string, ...args: string[]): Bot {
    const invite = createInvite(ada.call.group, { addresses: [multiaddr(network.address)] })
    const child = spawn(process.execPath, [...process.execArgv, '--import', modulePath('test/examples/fixtures/count-frames.ts'), repositoryPath(`examples/bots/${name}.js`), invite, ...args], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
    const printed = child.stdout == null ? '' : text(child.stdout)
    let handled = 0
    child.on('message', count => { handled = Number(count) })

    return {
      untilFrames: async count => {
        const wanted = handled + count
        await until(`${name} to handle ${wanted} frames`, () => handled >= wanted, { on: [child, 'message', 'exit'], seen: () => handled })
      },
      stop: async () => {
        child.kill('SIGINT')
        await untilEnded(child)
        const lines = (await printed).trimEnd().split('\n')

        return { counts: JSON.parse(lines.pop() ?? ''), lines }
      },
      kill: () => { child.kill('SIGKILL') }
    }
  }

  /** Resolves with the participant once it has a link */
  async function participant (name: string): Promise<{ publicKey: string }> {
    const find = (): { publicKey: string } | undefined => ada.call.participants.find(({ name: other, linkState }) => other === name && linkState === 'connected')
    await untilCall(ada.call, 'participant:update', () => find() != null)

    return find() ?? { publicKey: '' }
  }

  async function writeWav (name: string, samples: Int16Array): Promise<string> {
    const file = new wavefile.WaveFile()
    file.fromScratch(1, SAMPLE_RATE, '16', samples)
    await writeFile(join(folder, name), file.toBuffer())

    return join(folder, name)
  }
})

/** Half a second in which no two frames are alike */
function tune (seed: number): Int16Array {
  return Int16Array.from({ length: SAMPLE_RATE / 2 }, (_, index) => 8_000 * Math.sin(index ** 2 / 50_000 + seed))
}

async function untilEnded (child: ChildProcess): Promise<void> {
  if (child.exitCode == null) {
    await once(child, 'exit')
  }

  expect([child.exitCode, child.signalCode]).to.deep.equal([0, null])
}
