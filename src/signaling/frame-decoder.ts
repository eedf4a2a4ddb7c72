import { varint } from 'multiformats'
import { MAX_FRAME_BYTES } from './limits.ts'
import { BadMessageError } from './messages.ts'

/** Bytes of the length before a frame */
const MAX_LENGTH_BYTES = varint.encodingLength(MAX_FRAME_BYTES)

/** The bit of a varint's byte that announces another byte */
const MORE = 0x80

/**
 * Assembles frames from the pieces that they arrive in. Each byte is copied to its
 * place: a list of pieces, as `lpStream` keeps, takes some hundred bytes for a single
 * one, and holds on to everything that arrived with it.
 */
export class FrameDecoder {
  private readonly length = new Uint8Array(MAX_LENGTH_BYTES)
  private lengthBytes = 0
  private frame?: Uint8Array
  private filled = 0

  /** Whether a frame has started and not ended */
  get begun (): boolean {
    return this.lengthBytes > 0
  }

  /**
   * Takes a piece and yields the frames that it completes
   *
   * @throws {BadMessageError} with the reason `malformed` when a length isn't a
   * varint, is 0, or exceeds the size of a frame
   */
  * decode (bytes: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < bytes.byteLength;) {
      if (this.frame == null) {
        this.takeLength(bytes[at++])
        continue
      }

      const piece = bytes.subarray(at, at + this.frame.byteLength - this.filled)
      this.frame.set(piece, this.filled)
      this.filled += piece.byteLength
      at += piece.byteLength

      if (this.filled === this.frame.byteLength) {
        const { frame } = this
        this.frame = undefined
        this.filled = 0
        this.lengthBytes = 0
        yield frame
      }
    }
  }

  private takeLength (byte: number): void {
    this.length[this.lengthBytes++] = byte

    if ((byte & MORE) !== 0) {
      if (this.lengthBytes === MAX_LENGTH_BYTES) {
        throw new BadMessageError('malformed')
      }

      return
    }

    this.frame = new Uint8Array(this.readLength())
  }

  private readLength (): number {
    let length

    try {
      [length] = varint.decode(this.length.subarray(0, this.lengthBytes))
    } catch (err) {
      throw new BadMessageError('malformed', { cause: err })
    }

    if (length === 0 || length > MAX_FRAME_BYTES) {
      throw new BadMessageError('malformed')
    }

    return length
  }
}
