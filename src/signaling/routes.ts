import type { RateLimit } from './session.ts'

/**
 * A way to one neighbour: a signaling stream, or the data channel of a link
 */
export interface Path {
  /** Session key of the neighbour, 64 lower-case hex digits */
  readonly sessionKey: string

  /** Whether {@link send} reaches the neighbour */
  readonly writable: boolean

  /** Returns false when the frame cannot go */
  send(frame: Uint8Array): boolean
}

/**
 * A path that frames arrive on, with what its other end has shown so far
 */
export interface Neighbour extends Path {
  /** Whether it is of the group, and nobody else: before that nothing is sent */
  proven: boolean
  /** Whether a good message of its own has come */
  answered: boolean
  /** Messages that make no sense take from it; one that finds nothing there was one too many */
  readonly violations: RateLimit
  readonly budget: RateLimit
  /** The /24 or /64 that it is in, where that says something */
  readonly network?: string
  /** Ends the path */
  abort(err: Error): void
}

/**
 * Which neighbours can be reached, and how. A data channel comes first: it needs
 * no peer but the two, so the call outlives everything else.
 */
export class Routes<Stream extends Neighbour = Neighbour> {
  private readonly channels = new Map<string, Neighbour>()
  private readonly streams = new Map<string, Set<Stream>>()

  setChannel (path: Neighbour): void {
    this.channels.set(path.sessionKey, path)
  }

  deleteChannel (sessionKey: string): void {
    this.channels.delete(sessionKey)
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

  getChannel (sessionKey: string): Neighbour | undefined {
    return this.channels.get(sessionKey)
  }

  getStreams (sessionKey?: string): Stream[] {
    return sessionKey == null
      ? [...this.streams.values()].flatMap(streams => [...streams])
      : [...this.streams.get(sessionKey) ?? []]
  }

  /** All that a neighbour's frames arrive on */
  getPaths (sessionKey: string): Neighbour[] {
    const channel = this.channels.get(sessionKey)

    return [...channel == null ? [] : [channel], ...this.getStreams(sessionKey)]
  }

  /** The best way to a neighbour */
  direct (sessionKey: string): Path | undefined {
    const channel = this.channels.get(sessionKey)

    if (channel?.writable === true) {
      return channel
    }

    return this.getStreams(sessionKey).findLast(stream => stream.writable && stream.proven)
  }

  /**
   * A way through somebody else; `preferred` are the session keys of those who
   * are most likely to reach it, the best first
   */
  indirect (sessionKey: string, preferred: string[]): Path | undefined {
    for (const neighbour of preferred) {
      const path = neighbour === sessionKey ? undefined : this.direct(neighbour)

      if (path != null) {
        return path
      }
    }
  }
}
