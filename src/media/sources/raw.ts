import { AudioFileError } from '../errors.ts'
import { FRAME_SAMPLES, silentFrame } from '../frame.ts'
import { fileKind, SIGNATURE_BYTES } from './file-kind.ts'
import type { AudioInput } from './input.ts'
import type { AbortOptions, Logger } from '@libp2p/interface'
import type { Readable } from 'node:stream'

const FRAME_BYTES = FRAME_SAMPLES * 2

/** How long to wait for the first bytes before the call, in ms: a redirected file has them at once */
const FIRST_BYTES_TIMEOUT = 200

/**
 * Raw signed 16-bit little-endian samples, 48 kHz mono, from a stream such as
 * standard input.
 *
 * A frame is read from the stream every 10 ms and nothing is buffered here, so a fast
 * writer waits for the stream's buffer (64 KiB, 0.7 s of audio), and a slow one is
 * heard with gaps.
 */
export class RawInput implements AudioInput {
  private readonly stream: Readable
  private ended = false
  private checked = false

  /** @param stream - of bytes; destroyed by `stop()` */
  constructor (stream: Readable, init: { log?: Logger } = {}) {
    if (stream.readableObjectMode || stream.readableEncoding != null) {
      throw new TypeError('A raw audio stream must provide bytes, without an encoding')
    }

    this.stream = stream
    this.ended = stream.readableEnded
    stream.on('error', (err) => { init.log?.error('the audio stream failed - %e', err) })
    stream.once('end', () => { this.ended = true })
    stream.once('close', () => { this.ended = true })
  }

  /**
   * @throws {AudioFileError} if the stream contains a file instead of samples, which
   * would be noise
   */
  read (): Int16Array | undefined {
    if (this.ended || this.stream.destroyed) {
      return undefined
    }

    const bytes: Buffer | null = this.stream.read(FRAME_BYTES)
    const frame = silentFrame()

    if (bytes == null) {
      return frame
    }

    if (!this.checked) {
      this.checked = true
      refuseFile(this.stream, bytes)
    }

    // the last frame may be short, even by half a sample
    for (let i = 0; i < Math.floor(bytes.byteLength / 2); i++) {
      frame[i] = bytes.readInt16LE(i * 2)
    }

    return frame
  }

  async stop (): Promise<void> {
    this.stream.destroy()
  }
}

/**
 * Looks at the first bytes of a stream, which remain in it. What arrives later is
 * checked when it is read.
 *
 * @throws {AudioFileError} if they are those of a file instead of samples
 */
export async function checkRawStream (stream: Readable, { signal }: AbortOptions = {}): Promise<void> {
  await firstBytes(stream, AbortSignal.any([AbortSignal.timeout(FIRST_BYTES_TIMEOUT), ...(signal == null ? [] : [signal])]))
  signal?.throwIfAborted()

  const bytes: Buffer | null = stream.readableLength === 0 ? null : stream.read(Math.min(SIGNATURE_BYTES, stream.readableLength))

  if (bytes != null) {
    stream.unshift(bytes)
    refuseFile(stream, bytes)
  }
}

/** Resolves when there are bytes, or there won't be any, or the signal aborts */
async function firstBytes (stream: Readable, signal: AbortSignal): Promise<void> {
  const events = ['readable', 'end', 'close', 'error']

  if (stream.readableLength > 0 || stream.readableEnded || stream.destroyed || signal.aborted) {
    return
  }

  await new Promise<void>(resolve => {
    const done = (): void => {
      events.forEach(event => { stream.off(event, done) })
      signal.removeEventListener('abort', done)
      resolve()
    }

    events.forEach(event => { stream.on(event, done) })
    signal.addEventListener('abort', done)
  })
}

function refuseFile (stream: Readable, bytes: Uint8Array): void {
  const kind = fileKind(bytes)

  if (kind != null) {
    throw new AudioFileError(stream === process.stdin ? 'standard input' : 'the audio stream', `contains ${kind} instead of raw samples: pipe it through: ffmpeg -i - -f s16le -ar 48000 -ac 1 -`)
  }
}
