import { lpStream } from '@libp2p/utils'
import { FIRST_MESSAGE_TIMEOUT, FRAME_BURST, FRAMES_PER_SECOND, IDLE_TIMEOUT, MAX_BUFFER_BYTES, MAX_FRAME_BYTES, MAX_UNSENT_FRAMES } from './limits.ts'
import { RateLimit } from './session.ts'
import type { Neighbour } from './routes.ts'
import type { Stream } from '@libp2p/interface'
import type { LengthPrefixedStream } from '@libp2p/utils'

export interface SignalStreamInit {
  /** The session key that Noise proved of the other end, as hex */
  sessionKey: string

  /** The /24 or /64 that the other end is in, where that says something */
  network?: string

  /** Told of each frame, one after the other */
  onFrame(frame: Uint8Array, stream: SignalStream): Promise<void>

  /** Told once, with what ended it; nothing when the other end closed it */
  onClose(stream: SignalStream, err?: Error): void
}

/**
 * Frames over one libp2p stream: bounded in size and number, and no longer open
 * than there is something to say
 */
export class SignalStream implements Neighbour {
  readonly sessionKey: string
  readonly network?: string
  readonly budget = new RateLimit(FRAMES_PER_SECOND, FRAME_BURST, Date.now())
  proven = false
  answered = false
  violations = 0

  private readonly stream: Stream
  private readonly frames: LengthPrefixedStream<Stream>
  private readonly init: SignalStreamInit
  private readonly closing = new AbortController()
  private unsent = 0

  constructor (stream: Stream, init: SignalStreamInit) {
    this.init = init
    this.sessionKey = init.sessionKey
    this.network = init.network
    this.stream = stream
    this.stream.maxReadBufferLength = MAX_BUFFER_BYTES
    this.frames = lpStream(stream, { maxDataLength: MAX_FRAME_BYTES, maxBufferSize: MAX_BUFFER_BYTES })
  }

  get closed (): boolean {
    return this.closing.signal.aborted
  }

  get writable (): boolean {
    return !this.closed && this.stream.writeStatus === 'writable'
  }

  /** Reads until the end of the stream. Never throws */
  read (): void {
    this.readAll().then(() => { this.finish() }, err => { this.finish(err) })
  }

  /** Returns false when the frame cannot go */
  send (frame: Uint8Array): boolean {
    if (!this.writable || this.unsent >= MAX_UNSENT_FRAMES) {
      return false
    }

    this.unsent++
    this.frames.write(frame, { signal: this.closing.signal })
      .then(() => { this.unsent-- }, err => { this.finish(err) })

    return true
  }

  /** Ends the stream in both directions at once */
  abort (err: Error): void {
    this.finish(err)
  }

  /** Lets what was sent arrive */
  close (): void {
    if (!this.closed) {
      this.stream.close({ signal: AbortSignal.timeout(FIRST_MESSAGE_TIMEOUT) }).then(
        () => { this.finish() },
        err => { this.finish(err) }
      )
    }
  }

  private async readAll (): Promise<void> {
    let timeout = FIRST_MESSAGE_TIMEOUT

    while (!this.closed) {
      const timer = AbortSignal.timeout(timeout)
      const frame = await this.frames.read({ signal: AbortSignal.any([timer, this.closing.signal]) })
        .catch(err => {
          if (this.stream.readStatus !== 'readable' && this.stream.status !== 'aborted' && this.stream.status !== 'reset') {
            return undefined
          }

          throw err
        })

      if (frame == null) {
        return
      }

      await this.init.onFrame(frame.subarray(), this)
      timeout = IDLE_TIMEOUT
    }
  }

  private finish (err?: Error): void {
    if (this.closed) {
      return
    }

    this.closing.abort(err)

    if (err != null) {
      this.stream.abort(err)
    } else {
      this.stream.close({ signal: AbortSignal.timeout(FIRST_MESSAGE_TIMEOUT) }).catch(error => { this.stream.abort(error) })
    }

    this.init.onClose(this, err)
  }
}
