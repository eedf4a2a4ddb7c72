import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import wavefile from 'wavefile'
import { RecordingError } from './errors.ts'
import { SAMPLE_RATE } from './frame.ts'
import type { FileHandle } from 'node:fs/promises'

/** Recordings of a participant in a folder */
const MAX_COLLISIONS = 1_000

/** The header of an empty file at 48 kHz, 16 bits, mono */
const HEADER = emptyFile()
const RIFF_SIZE_AT = 4
const DATA_SIZE_AT = HEADER.byteLength - 4

/** A WAV file (16 bits, 48 kHz, mono) that grows, and can be played at any time */
export class RecordingFile {
  readonly path: string

  /** Bytes of audio in it */
  size = 0

  private readonly file: FileHandle

  private constructor (path: string, file: FileHandle) {
    this.path = path
    this.file = file
  }

  /**
   * Creates `<name>.wav`, or `<name>-2.wav` and so on if that exists, and the folder if it
   * doesn't
   *
   * @throws {RecordingError}
   */
  static async create (directory: string, name: string): Promise<RecordingFile> {
    try {
      await mkdir(directory, { recursive: true })
    } catch (err: any) {
      throw new RecordingError(`${directory}: can't be created (${err.code ?? err.message}): choose another folder for recordings`, { cause: err })
    }

    for (let i = 1; i <= MAX_COLLISIONS; i++) {
      const path = join(directory, `${name}${i === 1 ? '' : `-${i}`}.wav`)

      try {
        const file = await open(path, 'wx')
        await writeAll(file, HEADER, 0)

        return new RecordingFile(path, file)
      } catch (err: any) {
        if (err.code !== 'EEXIST') {
          throw new RecordingError(`${path}: can't be written (${err.code ?? err.message}): choose another folder for recordings`, { cause: err })
        }
      }
    }

    throw new RecordingError(`${directory}: contains ${MAX_COLLISIONS} recordings of ${name}: choose another folder for recordings`)
  }

  /**
   * Writes the audio first, then the header, so that a crash always leaves a valid file. The
   * size of the file comes last: if it is right, the size of the audio is, too
   */
  async append (audio: Uint8Array): Promise<void> {
    await writeAll(this.file, audio, HEADER.byteLength + this.size)

    this.size += audio.byteLength
    await writeAll(this.file, uint32(this.size), DATA_SIZE_AT)
    await writeAll(this.file, uint32(HEADER.byteLength - 8 + this.size), RIFF_SIZE_AT)
  }

  /** Idempotent */
  async close (): Promise<void> {
    await this.file.close()
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
