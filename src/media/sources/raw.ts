import { FRAME_SAMPLES, silentFrame } from '../frame.ts'
import type { AudioInput } from './input.ts'
import type { Logger } from '@libp2p/interface'
import type { Readable } from 'node:stream'

const FRAME_BYTES = FRAME_SAMPLES * 2

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

  /** @param stream - of bytes; destroyed by `stop()` */
  constructor (stream: Readable, init: { log?: Logger } = {}) {
    if (stream.readableObjectMode || stream.readableEncoding != null) {
      throw new TypeError('A raw audio stream must provide bytes, without an encoding')
    }

    this.stream = stream
    stream.on('error', (err) => { init.log?.error('the audio stream failed - %e', err) })
    stream.once('end', () => { this.ended = true })
    stream.once('close', () => { this.ended = true })
  }

  read (): Int16Array | undefined {
    if (this.ended || this.stream.destroyed) {
      return undefined
    }

    const bytes: Buffer | null = this.stream.read(FRAME_BYTES)
    const frame = silentFrame()

    if (bytes == null) {
      return frame
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
