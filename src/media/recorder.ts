import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import wavefile from 'wavefile'
import { RecordingError } from './errors.ts'
import { checkFrame, FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from './frame.ts'
import { recordingName } from './recording-name.ts'
import type { Logger } from '@libp2p/interface'
import type { FileHandle } from 'node:fs/promises'

/** How much audio is buffered before it is written, in ms: a crash loses at most this */
export const WRITE_INTERVAL = 1_000

const FRAMES_PER_WRITE = WRITE_INTERVAL / FRAME_MS
const FRAME_BYTES = FRAME_SAMPLES * 2

/** Writes queued for a slow disk before the recording stops: 10 s, 1 MB */
const MAX_WAITING = 10

/** The sizes in a header have 32 bits: 12.4 hours of audio */
const MAX_DATA_BYTES = 2 ** 32 - 1 - 1024

/** Recordings of a participant in a folder */
const MAX_COLLISIONS = 1_000

/** The header of an empty file at 48 kHz, 16 bits, mono */
const HEADER = emptyFile()
const RIFF_SIZE_AT = 4
const DATA_SIZE_AT = HEADER.byteLength - 4

export interface WavRecorderInit {
  /** Created if it doesn't exist */
  directory: string

  /** As chosen by the participant, so it may be anything */
  name: string

  /** The participant's public key in hex */
  key: string

  log?: Logger

  /** Called once if the recording can't go on; what is on disk is a valid file */
  onError?(err: RecordingError): void
}

/**
 * Writes frames to a WAV file (16 bits, 48 kHz, mono) as they arrive. The sizes in
 * its header are updated every second, so that a crash loses at most a second.
 */
export class WavRecorder {
  /** The file being written */
  readonly path: string

  private readonly file: FileHandle
  private readonly log?: Logger
  private readonly onError?: (err: RecordingError) => void
  private buffer = Buffer.alloc(FRAMES_PER_WRITE * FRAME_BYTES)
  private frames = 0
  private written = 0
  private waiting = 0
  private queue: Promise<void> = Promise.resolve()
  private closing?: Promise<void>
  private failed = false

  private constructor (path: string, file: FileHandle, init: WavRecorderInit) {
    this.path = path
    this.file = file
    this.log = init.log
    this.onError = init.onError
  }

  /**
   * Starts a recording in a new file: `<name>-<key>.wav`, with `-2` and so on if that
   * exists. Nothing is ever overwritten.
   *
   * @throws {RecordingError}
   */
  static async create (init: WavRecorderInit): Promise<WavRecorder> {
    const name = recordingName(init.name, init.key)

    try {
      await mkdir(init.directory, { recursive: true })
    } catch (err: any) {
      throw new RecordingError(`${init.directory}: can't be created (${err.code ?? err.message}): choose another folder for recordings`, { cause: err })
    }

    for (let i = 1; i <= MAX_COLLISIONS; i++) {
      const path = join(init.directory, `${name}${i === 1 ? '' : `-${i}`}.wav`)

      try {
        const file = await open(path, 'wx')
        await file.write(HEADER, 0, HEADER.byteLength, 0)

        return new WavRecorder(path, file, init)
      } catch (err: any) {
        if (err.code !== 'EEXIST') {
          throw new RecordingError(`${path}: can't be written (${err.code ?? err.message}): choose another folder for recordings`, { cause: err })
        }
      }
    }

    throw new RecordingError(`${init.directory}: contains ${MAX_COLLISIONS} recordings of ${name}: choose another folder for recordings`)
  }

  /** Recorded so far, in ms */
  get duration (): number {
    return (this.written / FRAME_BYTES + this.frames) * FRAME_MS
  }

  /** Records another 10 ms, which are copied. Does nothing once closed or failed */
  write (frame: Int16Array): void {
    checkFrame(frame)

    if (this.closing != null || this.failed) {
      return
    }

    const at = this.frames * FRAME_BYTES

    for (let i = 0; i < FRAME_SAMPLES; i++) {
      this.buffer.writeInt16LE(frame[i], at + i * 2)
    }

    this.frames++

    if (this.frames === FRAMES_PER_WRITE) {
      this.flush()
    }
  }

  /** Writes what is buffered and closes the file; idempotent */
  async close (): Promise<void> {
    if (this.closing == null) {
      this.flush()
      this.closing = this.queue.then(async () => {
        await this.file.close()
        this.log?.('recorded %d ms', this.duration)
      })
    }

    await this.closing
  }

  private flush (): void {
    if (this.frames === 0 || this.failed) {
      return
    }

    const data = this.buffer.subarray(0, this.frames * FRAME_BYTES)
    const position = this.written

    if (position + data.byteLength > MAX_DATA_BYTES) {
      this.fail('a WAV file can\'t be longer', undefined)
      return
    }

    if (this.waiting >= MAX_WAITING) {
      this.fail('the disk is too slow', undefined)
      return
    }

    this.buffer = Buffer.alloc(FRAMES_PER_WRITE * FRAME_BYTES)
    this.written += data.byteLength
    this.frames = 0
    this.waiting++
    this.queue = this.queue.then(async () => {
      await this.append(data, position)
    }).catch((err) => {
      this.fail(err.code ?? err.message, err)
    }).finally(() => {
      this.waiting--
    })
  }

  /** Writes the audio first, then the header, so that a crash always leaves a valid file */
  private async append (data: Buffer, position: number): Promise<void> {
    if (this.failed) {
      return
    }

    await writeAll(this.file, data, HEADER.byteLength + position)

    const end = position + data.byteLength
    await writeAll(this.file, uint32(HEADER.byteLength - 8 + end), RIFF_SIZE_AT)
    await writeAll(this.file, uint32(end), DATA_SIZE_AT)
  }

  private fail (problem: string, cause: unknown): void {
    if (this.failed) {
      return
    }

    this.failed = true

    const err = new RecordingError(`${this.path}: the recording has stopped (${problem}): free some space, or record somewhere else`, { cause })

    this.log?.error('%s', err.message)

    try {
      this.onError?.(err)
    } catch (cause) {
      this.log?.error('the error handler of a recording failed - %e', cause)
    }
  }
}

/** Repeats until everything is written: a write may be partial */
async function writeAll (file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, position + done)

    done += bytesWritten
  }
}

function uint32 (value: number): Buffer {
  const bytes = Buffer.alloc(4)

  bytes.writeUInt32LE(value)

  return bytes
}

function emptyFile (): Uint8Array {
  const wav = new wavefile.WaveFile()

  wav.fromScratch(1, SAMPLE_RATE, '16', [])

  return wav.toBuffer()
}
