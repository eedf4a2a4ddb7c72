import { open } from 'node:fs/promises'
import { AudioFileError } from '../errors.ts'
import { findChunks } from './wav-container.ts'
import { decodeFrames, readFormat } from './wav-format.ts'
import type { ByteSource } from './wav-container.ts'
import type { WavFormat } from './wav-format.ts'
import type { AbortOptions } from '@libp2p/interface'
import type { FileHandle } from 'node:fs/promises'

const ADVICE = 'convert it, for example with: ffmpeg -i FILE -c:a pcm_s16le -ac 1 out.wav'

/**
 * The audio of a WAV file (RIFF, RIFX, RF64, BW64 or W64): PCM of 8, 16, 24 or 32 bits,
 * float of 32 or 64, A-law or mu-law, at any rate; channels are averaged. The audio is
 * decoded as it is read, so a file may be of any length.
 */
export class WavFile {
  /** In Hz */
  readonly sampleRate: number

  /** Samples of each channel */
  readonly frames: number

  /** What to tell the user about a file that can be played, but not entirely */
  readonly notice?: string

  private readonly source: ByteSource
  private readonly format: WavFormat
  private readonly dataAt: number
  private readonly release: () => Promise<void>

  private constructor (source: ByteSource, format: WavFormat, audio: { at: number, frames: number, notice?: string }, release: () => Promise<void>) {
    this.source = source
    this.format = format
    this.sampleRate = format.sampleRate
    this.frames = audio.frames
    this.dataAt = audio.at
    this.notice = audio.notice
    this.release = release
  }

  /**
   * Opens a file and reads its header
   *
   * @throws {AudioFileError}
   */
  static async open (path: string, { signal }: AbortOptions = {}): Promise<WavFile> {
    let file: FileHandle | undefined

    try {
      file = await open(path, 'r')
      const stat = await file.stat()

      if (!stat.isFile()) {
        throw new AudioFileError(path, 'isn\'t a file: use a WAV file')
      }

      const wav = await WavFile.read(fileSource(file, stat.size), path, async () => file?.close())
      signal?.throwIfAborted()

      return wav
    } catch (err: any) {
      await file?.close()

      if (err instanceof AudioFileError || err === signal?.reason) {
        throw err
      }

      const problem = err.code === 'ENOENT' ? 'no such file: check the path' : `can't be read (${err.code ?? err.message}): check its permissions`

      throw new AudioFileError(path, problem, { cause: err })
    }
  }

  /**
   * Reads the header
   *
   * @param source - of the file's bytes
   * @param path - the name of the file in errors
   * @param release - closes the source
   * @throws {AudioFileError}
   */
  static async read (source: ByteSource, path: string, release = async (): Promise<void> => {}): Promise<WavFile> {
    const chunks = await findChunks(source, path, ADVICE)
    const format = readFormat(chunks.format, chunks.littleEndian, path, ADVICE)
    const frames = Math.floor(chunks.dataBytes / format.frameBytes)

    if (frames === 0) {
      throw new AudioFileError(path, 'contains no audio: record it again')
    }

    const expected = (chunks.dataBytes + chunks.missingBytes) / format.frameBytes
    const notice = chunks.missingBytes === 0 ? undefined : `${path} is cut short: playing the first ${seconds(frames, format)} of ${seconds(expected, format)} s. Copy or save it again to have it all.`

    return new WavFile(source, format, { at: chunks.dataAt, frames, notice }, release)
  }

  /**
   * Decodes some samples
   *
   * @param first - index of the first
   * @param count - how many
   * @returns 16-bit mono; shorter if the file has become shorter
   */
  async readFrames (first: number, count: number): Promise<Int16Array> {
    const { frameBytes } = this.format
    const length = Math.max(0, Math.min(count, this.frames - first)) * frameBytes

    return decodeFrames(await this.source.read(this.dataAt + first * frameBytes, length), this.format)
  }

  async close (): Promise<void> {
    await this.release()
  }
}

function seconds (frames: number, { sampleRate }: WavFormat): string {
  return (frames / sampleRate).toFixed(1)
}

function fileSource (file: FileHandle, size: number): ByteSource {
  return {
    size,
    read: async (at, length) => {
      if (at >= size || length === 0) {
        return new Uint8Array()
      }

      const bytes = new Uint8Array(Math.min(length, size - at))
      let done = 0

      // a read may be partial
      while (done < bytes.byteLength) {
        const { bytesRead } = await file.read(bytes, done, bytes.byteLength - done, at + done)

        if (bytesRead === 0) {
          break
        }

        done += bytesRead
      }

      return bytes.subarray(0, done)
    }
  }
}
