import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { FRAME_SAMPLES } from '../../src/media/index.ts'
import { decodeWithFfmpeg, missingFfmpeg } from '../fixtures/ffmpeg.ts'
import { modulePath } from '../fixtures/paths.ts'
import { until } from '../fixtures/until.ts'
import { decodeWavFile } from '../fixtures/wav.ts'
import type { ChildProcess } from 'node:child_process'

const SECOND = 48_000 * 2

/** Of a WAV file without sound */
const HEADER_BYTES = 44

/** Bytes of audio in a file: 4 s */
const MAX_BYTES = 4 * SECOND

describe('a process that is killed while it records', () => {
  const missing = missingFfmpeg()
  let directory: string
  let child: ChildProcess | undefined

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  afterEach(async () => {
    child?.kill('SIGKILL')
    await rm(directory, { recursive: true })
  })

  for (const [what, files, bytes] of [['soon', 1, HEADER_BYTES], ['later', 1, 2 * SECOND], ['in the third file', 3, SECOND]] as Array<[string, number, number]>) {
    it(`(${what}) leaves files that can be played, and loses at most a second${missing == null ? '' : ` (not compared with ffmpeg: ${missing})`}`, async () => killWhenLong(files, bytes))
  }

  /** Kills the process when it has written so many files, and so much to the last */
  async function killWhenLong (count: number, bytes: number): Promise<void> {
    const recorder = fork(modulePath('test/media/fixtures/record-main.ts'), [directory, String(MAX_BYTES)])
    child = recorder
    await until(`${count} files`, async () => {
      if (recorder.exitCode != null) {
        throw new Error(`The process has ended with exit code ${recorder.exitCode}`)
      }

      const paths = await recordings()

      return paths.length >= count && (await stat(paths.at(-1) ?? '')).size > bytes
    }, { interval: 1 })
    recorder.kill('SIGKILL')
    await once(recorder, 'exit')

    const paths = await recordings()
    const frames: number[] = []

    for (const [index, path] of paths.entries()) {
      const file = await readFile(path)

      // killed before anything was written to the last file
      if (file.byteLength <= HEADER_BYTES && index === paths.length - 1) {
        continue
      }

      // players that believe the header lose at most the last second, too
      expect(file.byteLength - HEADER_BYTES - file.readUInt32LE(HEADER_BYTES - 4)).to.be.within(0, SECOND)

      const { notice, samples } = await decodeWavFile(path)
      expect(notice).to.equal(undefined)
      expect(file.byteLength - HEADER_BYTES - samples.length * 2).to.be.within(0, SECOND)
      frames.push(...samples.filter((_, i) => i % FRAME_SAMPLES === 0))

      if (missing == null) {
        expect(decodeWithFfmpeg(path, 1)).to.have.lengthOf(samples.length)
      }
    }

    expect(frames.length).to.be.at.least((count - 1) * MAX_BYTES / 2 / FRAME_SAMPLES)
    expect(frames.every((sample, i) => sample === i % 1_000)).to.equal(true)
  }

  /** Returns the paths of all files, in the order in which they were written */
  async function recordings (): Promise<string[]> {
    return (await readdir(directory)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).map(name => join(directory, name))
  }
})
