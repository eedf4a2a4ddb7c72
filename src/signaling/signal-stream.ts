import { TimeoutError } from '@libp2p/interface'
import { Uint8ArrayList } from 'uint8arraylist'
import { encodeLength } from '../network/length-prefix.ts'
import { systemTimers } from '../timers.ts'
import { FrameDecoder } from './frame-decoder.ts'
import { ANSWER_TIMEOUT, CLOSE_TIMEOUT, FIRST_MESSAGE_TIMEOUT, FRAME_BURST, FRAME_COST, FRAME_TIMEOUT, FRAMES_PER_SECOND, IDLE_TIMEOUT, MAX_BUFFER_BYTES, MAX_FRAME_PIECES, MAX_UNSENT_FRAMES } from './limits.ts'
import { BadMessageError } from './messages.ts'
import { TokenBucket, violationLimit } from './token-bucket.ts'
import type { StreamPath } from './paths.ts'
import type { Timer, Timers } from '../timers.ts'
import type { Stream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface'

/** In ms, see limits.ts for each */
export interface StreamTimeouts {
  firstMessage: number
  /** Until the first message on a stream that we have opened, `firstMessage` by default */
  answer?: number
  frame: number
  idle: number
  close: number
}

const TIMEOUTS: StreamTimeouts = { firstMessage: FIRST_MESSAGE_TIMEOUT, answer: ANSWER_TIMEOUT, frame: FRAME_TIMEOUT, idle: IDLE_TIMEOUT, close: CLOSE_TIMEOUT }

export interface SignalStreamInit {
  /** The local end opened it */
  opened: boolean

  /** Session key of the other end, proven by Noise, as hex */
  sessionKey: string

  /** @default those of limits.ts */
  timeouts?: StreamTimeouts

  /** @default those of the system */
  timers?: Timers

  /** Called for each frame, one after the other */
  onFrame(frame: Uint8Array, stream: SignalStream): Promise<void>

  /** Called for bytes that aren't a frame, or arrive faster than they can be read; must abort the stream */
  onUnreadable(err: BadMessageError, stream: SignalStream): void

  /** Called once when the stream ends, with the error unless the other end closed it */
  onClose(stream: SignalStream, err?: Error): void
}

/**
 * Frames over one libp2p stream, bounded in size, number and idle time
 */
export class SignalStream implements StreamPath {
  readonly opened: boolean
  readonly sessionKey: string
  readonly budget = new TokenBucket(FRAMES_PER_SECOND, FRAME_BURST, Date.now())
  readonly violations = violationLimit(Date.now())
  proven = false
  publicKey?: string
  closed = false
  /** When the last frame arrived, or the stream itself, by `performance.now()` */
  heardAt = performance.now()

  private readonly stream: Stream
  private readonly init: SignalStreamInit
  private readonly timeouts: StreamTimeouts
  private readonly timers: Timers
  private readonly decoder = new FrameDecoder()
  private timer?: Timer
  private handling: Promise<void> = Promise.resolve()
  private unread = 0
  private unsent = 0
  /** Of the frame that has started */
  private pieces = 0
  private spoken = false

  constructor (stream: Stream, init: SignalStreamInit) {
    this.init = init
    this.timeouts = init.timeouts ?? TIMEOUTS
    this.timers = init.timers ?? systemTimers
    this.opened = init.opened
    this.sessionKey = init.sessionKey
    this.stream = stream
    this.stream.maxReadBufferLength = MAX_BUFFER_BYTES
  }

  get writable (): boolean {
    return !this.closed && this.stream.writeStatus === 'writable'
  }

  /** Reads until the end of the stream. Never throws */
  read (): void {
    this.waitAtMost(this.opened ? this.timeouts.answer ?? this.timeouts.firstMessage : this.timeouts.firstMessage)
    this.stream.addEventListener('message', event => { this.onData(event) })
    this.stream.addEventListener('remoteCloseWrite', () => { this.onEnd() })
    this.stream.addEventListener('close', ({ error }: StreamCloseEvent) => { this.finish(error) })

    // the stream may have ended before there were listeners
    if (this.stream.status !== 'open') {
      this.finish()
    } else if (this.stream.remoteWriteStatus !== 'writable') {
      // what has arrived is read first, in a microtask
      queueMicrotask(() => { this.onEnd() })
    }
  }

  /** Sends frames in one piece. Returns false when they can't be sent */
  send (...frames: Uint8Array[]): boolean {
    if (!this.writable || this.unsent >= MAX_UNSENT_FRAMES) {
      return false
    }

    try {
      if (!this.stream.send(new Uint8ArrayList(...frames.flatMap(frame => [encodeLength(frame.byteLength), frame])))) {
        this.unsent++
        this.stream.onDrain().then(() => { this.unsent-- }, err => { this.finish(err) })
      }
    } catch (err: any) {
      this.finish(err)

      return false
    }

    return true
  }

  /** Resets the stream */
  abort (err: Error): void {
    this.finish(err)
  }

  /** Closes the stream after everything sent has arrived */
  close (): void {
    if (!this.closed) {
      this.stream.close({ signal: AbortSignal.timeout(this.timeouts.close) }).then(
        () => { this.finish() },
        err => { this.finish(err) }
      )
    }
  }

  private onData ({ data }: StreamMessageEvent): void {
    // discard anything that arrives after the end
    if (this.closed) {
      return
    }

    const begun = this.decoder.begun
    let complete = false

    try {
      for (const frame of this.decoder.decode(data.subarray())) {
        complete = true
        this.take(frame)
      }

      this.pieces = complete ? 1 : this.pieces + 1

      if (this.pieces > MAX_FRAME_PIECES) {
        throw new BadMessageError('malformed')
      }
    } catch (err: any) {
      this.init.onUnreadable(err, this)
      return
    }

    this.spoken ||= complete

    if (complete || (this.spoken && !begun)) {
      this.waitAtMost(this.decoder.begun ? this.timeouts.frame : this.timeouts.idle)
    }
  }

  private take (frame: Uint8Array): void {
    const cost = frame.byteLength + FRAME_COST

    if (this.unread + cost > MAX_BUFFER_BYTES) {
      throw new BadMessageError('rate')
    }

    this.heardAt = performance.now()
    this.unread += cost
    this.handling = this.handling.then(async () => {
      this.unread -= cost

      if (!this.closed) {
        await this.init.onFrame(frame, this)
      }
    })
  }

  /** The other end has closed its side */
  private onEnd (): void {
    if (this.closed) {
      return
    }

    if (this.decoder.begun) {
      this.init.onUnreadable(new BadMessageError('malformed'), this)
      return
    }

    this.timer?.stop()
    this.handling = this.handling.then(() => { this.finish() })
  }

  private waitAtMost (timeout: number): void {
    this.timer?.stop()
    this.timer = this.timers.after(timeout, () => { this.finish(new TimeoutError('Nothing came in time')) })
  }

  private finish (err?: Error): void {
    if (this.closed) {
      return
    }

    this.closed = true
    this.timer?.stop()

    if (err != null) {
      this.stream.abort(err)
    } else {
      this.closeBothEnds()
    }

    this.init.onClose(this, err)
  }

  /** A peer that never closes its side would otherwise keep the stream while the connection lasts */
  private closeBothEnds (): void {
    const timer = this.timers.after(this.timeouts.close, () => { this.stream.abort(new TimeoutError('The other end did not close')) })

    this.stream.addEventListener('close', () => { timer.stop() })
    this.stream.close({ signal: AbortSignal.timeout(this.timeouts.close) })
      .catch(err => { this.stream.abort(err) })
      .finally(() => {
        if (this.stream.status !== 'open') {
          timer.stop()
        }
      })
  }
}
