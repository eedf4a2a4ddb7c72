import { FRAME_BURST, FRAMES_PER_SECOND, MAX_FRAME_BYTES, MAX_UNSENT_FRAMES } from './limits.ts'
import { nextTurn } from './next-turn.ts'
import { TokenBucket, violationLimit } from './token-bucket.ts'
import type { Neighbour } from './paths.ts'

/**
 * ms that frames may take before other work gets a turn. A channel delivers everything
 * that has arrived at once, and a participant that sends without end would hold up the
 * voices.
 */
const MAX_TURN = 5

export interface ChannelPathInit {
  /** 64 lower-case hex digits */
  publicKey: string

  session: string

  /** 64 lower-case hex digits */
  sessionKey: string

  /** Returns false when the bytes can't be sent */
  send(frame: Uint8Array): boolean

  /** Called for each frame, one after the other */
  onFrame(frame: Uint8Array, path: ChannelPath): Promise<void>

  /** Called for each dropped frame: it is too large, or too many are waiting */
  onDrop(): void
}

/**
 * Frames over the data channel of a link. Its other end was proven when the link's
 * DTLS certificate turned out to be the signed one.
 */
export class ChannelPath implements Neighbour {
  readonly publicKey: string
  readonly session: string
  readonly sessionKey: string
  readonly budget = new TokenBucket(FRAMES_PER_SECOND, FRAME_BURST, Date.now())
  readonly violations = violationLimit(Date.now())
  proven = true
  writable = true
  /** When the channel was opened, or the last frame arrived over it, by `performance.now()` */
  heardAt = performance.now()
  /** When its other end last sent something another way */
  bypassedAt = 0

  private readonly init: ChannelPathInit
  private queue: Promise<void> = Promise.resolve()
  private waiting = 0
  /** ms that frames have taken since other work had a turn */
  private spent = 0

  constructor (init: ChannelPathInit) {
    this.init = init
    this.publicKey = init.publicKey
    this.session = init.session
    this.sessionKey = init.sessionKey
  }

  send (frame: Uint8Array): boolean {
    return this.writable && this.init.send(frame)
  }

  /** Takes a frame that arrived */
  receive (frame: Uint8Array): void {
    if (!this.writable || frame.byteLength > MAX_FRAME_BYTES || this.waiting >= MAX_UNSENT_FRAMES) {
      this.init.onDrop()
      return
    }

    this.heardAt = performance.now()
    this.waiting++
    this.queue = this.queue.then(async () => { await this.handle(frame) })
  }

  /** Resolves when the frames that have arrived are handled */
  async settled (): Promise<void> {
    await this.queue
  }

  /** Stops sending and receiving. The link itself stays: voices matter more */
  abort (): void {
    this.writable = false
  }

  private async handle (frame: Uint8Array): Promise<void> {
    this.waiting--

    if (this.spent > MAX_TURN) {
      await nextTurn()
      this.spent = 0
    }

    const began = performance.now()
    await this.init.onFrame(frame, this)
    this.spent += performance.now() - began
  }
}
