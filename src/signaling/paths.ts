import { toString } from 'uint8arrays/to-string'
import { ChannelPath } from './channel-path.ts'
import { BadMessageError } from './messages.ts'
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
  /** Whether a good message of the neighbour itself has arrived */
  answered: boolean
  /** Bucket for invalid messages; an empty one closes the path */
  readonly violations: TokenBucket
  readonly budget: TokenBucket
  /** See `networkOf` */
  readonly network?: string
  /** Ends the path */
  abort(err: Error): void
}

export interface StreamPath extends Neighbour {
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
 * no third peer, so the call outlives all bootstrap peers and relays.
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
    const sessionKey = toString(to.sessionKey, 'base16')

    if (!this.init.blocklist.isBlocked(sessionKey, undefined, Date.now())) {
      this.channels.set(sessionKey, new ChannelPath({
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

    if (channel?.writable === true) {
      return channel
    }

    return this.getStreams(sessionKey).findLast(stream => stream.writable && stream.proven)
  }

  /**
   * Returns a path to somebody else who can hand a frame on; `preferred` are the
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
      this.getStreams(toString(presence.sessionKey, 'base16')).forEach(stream => { stream.close() })
    }
  }

  /** Counts an invalid message of a neighbour against all of its paths; an empty bucket closes the path */
  reportViolation (sessionKey: string): void {
    const channel = this.channels.get(sessionKey)
    const paths = [...channel == null ? [] : [channel], ...this.getStreams(sessionKey)]

    paths.filter(path => !path.violations.take(Date.now())).forEach(path => {
      this.init.blocklist.fail(path.sessionKey, path.network, Date.now())
      path.abort(new BadMessageError('unexpected'))
    })
  }

  /** A process may have had an earlier session, whose channel was another one */
  private getChannel ({ session, sessionKey }: SignedPresence): ChannelPath | undefined {
    const channel = this.channels.get(toString(sessionKey, 'base16'))

    return channel?.session === session ? channel : undefined
  }
}
