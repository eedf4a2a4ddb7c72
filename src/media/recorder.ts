import { RecordingError } from './errors.ts'
import { checkFrame, FRAME_MS, FRAME_SAMPLES } from './frame.ts'
import { RecordingFile } from './recording-file.ts'
import { recordingName } from './recording-name.ts'
import type { Logger } from '@libp2p/interface'

/** How much audio is buffered before it is written, in ms: a crash loses at most this */
export const WRITE_INTERVAL = 1_000

const FRAMES_PER_WRITE = WRITE_INTERVAL / FRAME_MS
const FRAME_BYTES = FRAME_SAMPLES * 2

/** Writes queued for a slow disk before the recording stops: 10 s, 1 MB */
const MAX_WAITING = 10

/** The sizes in a header have 32 bits, and so have those of FAT32: 12.4 hours of audio */
const MAX_DATA_BYTES = 2 ** 32 - 1 - 1024

export interface WavRecorderInit {
  /** Created if it doesn't exist */
  directory: string

  /** As chosen by the participant, so it may be anything */
  name: string

  /** The participant's public key in hex */
  key: string

  /**
   * Bytes of audio in a file, after which the recording continues in another
   *
   * @default 4 GiB, less a header
   */
  maxBytes?: number

  log?: Logger

  /** Called with the path of each further file */
  onContinue?(path: string): void

  /** Called once if the recording can't go on; what is on disk is a valid file */
  onError?(err: RecordingError): void
}

/**
 * Writes frames to a WAV file (16 bits, 48 kHz, mono) as they arrive, and to another
 * when it is full. The sizes in its header are updated every second, so that a crash
 * loses at most a second.
 */
export class WavRecorder {
  private readonly init: WavRecorderInit
  private readonly maxBytes: number
  private file: RecordingFile
  private buffer = Buffer.alloc(FRAMES_PER_WRITE * FRAME_BYTES)
  /** In the buffer */
  private frames = 0
  private total = 0
  private waiting = 0
  private queue: Promise<void> = Promise.resolve()
  private closing?: Promise<void>
  private failed = false

  private constructor (file: RecordingFile, init: WavRecorderInit) {
    this.file = file
    this.init = init
    this.maxBytes = init.maxBytes ?? MAX_DATA_BYTES
  }

  /**
   * Starts a recording in a new file: `<name>-<key>.wav`, with `-2` and so on if that
   * exists. Nothing is ever overwritten.
   *
   * @throws {RecordingError}
   */
  static async create (init: WavRecorderInit): Promise<WavRecorder> {
    return new WavRecorder(await createFile(init), init)
  }

  /** The file being written */
  get path (): string {
    return this.file.path
  }

  /** Recorded so far, in ms, in all files */
  get duration (): number {
    return this.total * FRAME_MS
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
    this.total++

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
        this.init.log?.('recorded %d ms', this.duration)
      })
    }

    await this.closing
  }

  private flush (): void {
    if (this.frames === 0 || this.failed) {
      return
    }

    if (this.waiting >= MAX_WAITING) {
      this.fail('the disk is too slow', undefined)
      return
    }

    const audio = this.buffer.subarray(0, this.frames * FRAME_BYTES)

    this.buffer = Buffer.alloc(FRAMES_PER_WRITE * FRAME_BYTES)
    this.frames = 0
    this.waiting++
    this.queue = this.queue.then(async () => {
      await this.append(audio)
    }).catch((err) => {
      this.fail(err.code ?? err.cause?.code ?? err.message, err)
    }).finally(() => {
      this.waiting--
    })
  }

  private async append (audio: Uint8Array): Promise<void> {
    if (this.failed) {
      return
    }

    if (this.file.size > 0 && this.file.size + audio.byteLength > this.maxBytes) {
      const full = this.file

      this.file = await createFile(this.init)
      await full.close()
      this.notify(() => { this.init.onContinue?.(this.path) })
    }

    await this.file.append(audio)
  }

  private fail (problem: string, cause: unknown): void {
    if (this.failed) {
      return
    }

    this.failed = true

    const err = new RecordingError(`${this.path}: the recording has stopped (${problem}): free some space, or record somewhere else`, { cause })

    this.init.log?.error('%s', err.message)
    this.notify(() => { this.init.onError?.(err) })
  }

  /** Calls the user's code, which must not stop the recording */
  private notify (call: () => void): void {
    try {
      call()
    } catch (err) {
      this.init.log?.error('a listener of a recording failed - %e', err)
    }
  }
}

async function createFile ({ directory, key, name }: WavRecorderInit): Promise<RecordingFile> {
  return RecordingFile.create(directory, recordingName(name, key))
}
