import { toString } from 'uint8arrays/to-string'
import { ChannelPath } from './channel-path.ts'
import { DETOUR_PERIOD } from './limits.ts'
import { BadMessageError } from './messages.ts'
import { hexKeyOf } from './session-key.ts'
import type { Blocklist } from './blocklist.ts'
import type { DropReason, SignedPresence } from './messages.ts'
import type { TokenBucket } from './token-bucket.ts'

/**
 * A way to send frames to a neighbour: a signaling stream, or the data channel of a
 * link
 */
export interface Path {
  /** Session key of the neighbour, 64 lower-case hex digits */
  readonly sessionKey: string

  /** Whether {@link send} reaches the neighbour */
  readonly writable: boolean

  /** Returns false when the frame can't be sent */
  send(frame: Uint8Array): boolean
}

/** A path that frames arrive on, and what its other end has proven so far */
export interface Neighbour extends Path {
  /** Whether the other end belongs to the group: nothing is sent before that */
  proven: boolean
  /** Public key of the neighbour; undefined until a good message of its own has arrived */
  publicKey?: string
  /** Bucket for invalid messages; an empty one closes the path */
  readonly violations: TokenBucket
  readonly budget: TokenBucket
  /** Ends the path */
  abort(err: Error): void
}

export interface StreamPath extends Neighbour {
  /** When the last frame arrived, or the stream was opened, by `performance.now()` */
  readonly heardAt: number
  /** Closes the stream after everything sent has arrived */
  close(): void
}

export interface PathsInit {
  blocklist: Blocklist
  drop(reason: DropReason): void
  onFrame(frame: Uint8Array, from: Neighbour): Promise<void>
}

/**
 * The paths to all neighbours, by session key. A data channel is preferred: it needs
 * no third peer, so the call outlives all bootstrap peers and relays. A neighbour that
 * has just sent something another way gets its answer another way: after its network has
 * changed, the channel is dead before this end can know.
 */
export class Paths<Stream extends StreamPath = StreamPath> {
  private readonly init: PathsInit
  private readonly channels = new Map<string, ChannelPath>()
  private readonly streams = new Map<string, Set<Stream>>()

  constructor (init: PathsInit) {
    this.init = init
  }

  /** The data channel to a neighbour is open; `send` returns false when the bytes can't be sent */
  openChannel (to: SignedPresence, send: (frame: Uint8Array) => boolean): void {
    const sessionKey = hexKeyOf(to)

    if (!this.init.blocklist.isBlocked(sessionKey, Date.now())) {
      this.channels.set(sessionKey, new ChannelPath({
        publicKey: to.publicKey,
        session: to.session,
        sessionKey,
        send,
        onFrame: async (frame, path) => this.init.onFrame(frame, path),
        onDrop: () => { this.init.drop('rate') }
      }))
    }
  }

  /** Takes a frame that arrived on the data channel to a neighbour */
  receive (from: SignedPresence, frame: Uint8Array): void {
    this.getChannel(from)?.receive(frame)
  }

  /** Resolves when the frames that have arrived on the data channel to a neighbour are handled */
  async settled (from: SignedPresence): Promise<void> {
    await this.getChannel(from)?.settled()
  }

  closeChannel (to: SignedPresence): void {
    const channel = this.getChannel(to)

    if (channel != null) {
      this.channels.delete(channel.sessionKey)
    }
  }

  addStream (stream: Stream): void {
    const streams = this.streams.get(stream.sessionKey) ?? new Set()
    this.streams.set(stream.sessionKey, streams.add(stream))
  }

  deleteStream (stream: Stream): void {
    const streams = this.streams.get(stream.sessionKey)

    if (streams?.delete(stream) === true && streams.size === 0) {
      this.streams.delete(stream.sessionKey)
    }
  }

  /** Returns the streams to a neighbour, or to all of them */
  getStreams (sessionKey?: string): Stream[] {
    return sessionKey == null
      ? [...this.streams.values()].flatMap(streams => [...streams])
      : [...this.streams.get(sessionKey) ?? []]
  }

  /** Returns the best path that ends at a neighbour */
  direct (sessionKey: string): Path | undefined {
    const channel = this.channels.get(sessionKey)

    if (channel?.writable === true && !isBypassed(channel)) {
      return channel
    }

    // after a fault, the other end may have given up the connection of any other
    return this.getStreams(sessionKey)
      .filter(stream => stream.writable && stream.proven)
      .reduce<Stream | undefined>((best, stream) => best != null && best.heardAt > stream.heardAt ? best : stream, undefined)
  }

  /** Returns the data channel to a neighbour, even if that may be dead */
  channel (sessionKey: string): Path | undefined {
    return this.channels.get(sessionKey)
  }

  /** Called when a new message of a session has arrived over a path */
  onMessage (sessionKey: string, from: Neighbour): void {
    const channel = this.channels.get(sessionKey)

    if (channel != null && channel !== from) {
      channel.bypassedAt = performance.now()
    }
  }

  /**
   * Returns a path to another peer that can forward a frame; `preferred` are the
   * session keys of those most likely to reach the recipient, the best first
   */
  indirect (sessionKey: string, preferred: string[]): Path | undefined {
    for (const neighbour of preferred) {
      const path = neighbour === sessionKey ? undefined : this.direct(neighbour)

      if (path != null) {
        return path
      }
    }
  }

  /** Closes the data channel of a session that has left and, unless another session shares its process, the streams */
  close (presence: SignedPresence, shared: boolean): void {
    this.closeChannel(presence)

    if (!shared) {
      this.getStreams(hexKeyOf(presence)).forEach(stream => { stream.close() })
    }
  }

  /** Counts an invalid message of a neighbour against all of its paths; an empty bucket closes the path */
  reportViolation (sessionKey: string): void {
    const channel = this.channels.get(sessionKey)
    const paths = [...channel == null ? [] : [channel], ...this.getStreams(sessionKey)]

    paths.filter(path => !path.violations.take(Date.now())).forEach(path => {
      this.init.blocklist.fail(path.sessionKey, Date.now())
      path.abort(new BadMessageError('unexpected'))
    })
  }

  /** A process may have had an earlier session, whose channel was another one */
  private getChannel ({ session, sessionKey }: SignedPresence): ChannelPath | undefined {
    const channel = this.channels.get(toString(sessionKey, 'base16'))

    return channel?.session === session ? channel : undefined
  }
}

/** Returns whether the other end prefers another way at present */
function isBypassed ({ bypassedAt, heardAt }: ChannelPath): boolean {
  return bypassedAt > heardAt && performance.now() - bypassedAt < DETOUR_PERIOD
}
