import { toString } from 'uint8arrays/to-string'
import { InvalidCallStateError } from '../errors.ts'
import { FIRST_MESSAGE_TIMEOUT, MAX_BUFFER_BYTES, MAX_STREAMS_PER_CONNECTION, MAX_UNAUTHENTICATED_STREAMS } from './limits.ts'
import { BadMessageError } from './messages.ts'
import { sessionKeyOf } from './session-key.ts'
import { readName } from './stream-name.ts'
import type { DropReason } from './messages.ts'
import type { Timers } from '../timers.ts'
import type { ComponentLogger, Connection, Logger, PeerId, Startable, Stream } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'

const PROTOCOL_PREFIX = '/groupcall/signal/1.0.0'

/** Returns the protocol that a process serves throughout its life */
export function protocolOf (sessionKey: Uint8Array): string {
  return `${PROTOCOL_PREFIX}/${toString(sessionKey, 'base16')}`
}

export interface SignalingServerComponents {
  peerId: PeerId
  registrar: Registrar
  logger: ComponentLogger
}

export interface SignalingServerInit {
  /** @default those of the system */
  timers?: Timers
}

/** Takes a stream whose name has been read */
export type StreamAcceptor = (stream: Stream, connection: Connection) => void

/**
 * Accepts all signaling streams of a node, and hands each to the group whose blinded
 * name it begins with. Others see one protocol, in a call or not, however many groups
 * there are, and a stream with any other name is reset without a word.
 */
export class SignalingServer implements Startable {
  /** How many streams were reset before they came to a group, by reason */
  readonly dropped: Partial<Record<DropReason, number>> = {}

  private readonly timers?: Timers
  private readonly registrar: Registrar
  private readonly log: Logger
  private readonly protocol: string
  /**
   * By name in hex. A lookup may take longer for a name that shares its hash with a
   * registered one, which helps nobody to guess it: names are 128 bits of a keyed hash,
   * so no guess brings another one nearer, and V8 keys its own hashes at random.
   */
  private readonly acceptors = new Map<string, StreamAcceptor>()
  /** Streams whose name hasn't been read, the oldest first, with the peer at the other end */
  private readonly unnamed = new Map<Stream, string>()

  constructor (components: SignalingServerComponents, { timers }: SignalingServerInit = {}) {
    this.timers = timers
    this.registrar = components.registrar
    this.log = components.logger.forComponent('groupcall:signaling')
    this.protocol = protocolOf(sessionKeyOf(components.peerId))
  }

  async start (): Promise<void> {
    await this.registrar.handle(this.protocol, (stream, connection) => { void this.accept(stream, connection) }, {
      maxInboundStreams: MAX_STREAMS_PER_CONNECTION,
      maxOutboundStreams: MAX_STREAMS_PER_CONNECTION,
      runOnLimitedConnection: true
    })
  }

  async stop (): Promise<void> {
    this.unnamed.forEach((_, stream) => { stream.abort(new BadMessageError('ignored')) })
    await this.registrar.unhandle(this.protocol)
  }

  /**
   * Hands over the streams that begin with a name until the returned function is called
   *
   * @throws {InvalidCallStateError} when they are handed over elsewhere
   */
  register (name: Uint8Array, accept: StreamAcceptor): () => void {
    const key = toString(name, 'base16')

    if (this.acceptors.has(key)) {
      throw new InvalidCallStateError('You are in the call of this group already: leave it first')
    }

    this.acceptors.set(key, accept)

    return () => {
      if (this.acceptors.get(key) === accept) {
        this.acceptors.delete(key)
      }
    }
  }

  /** Never throws */
  private async accept (stream: Stream, connection: Connection): Promise<void> {
    stream.maxReadBufferLength = MAX_BUFFER_BYTES
    this.makeRoom()
    this.unnamed.set(stream, connection.remotePeer.toString())

    try {
      const name = await readName(stream, FIRST_MESSAGE_TIMEOUT, this.timers)
      const accept = this.acceptors.get(name)

      if (accept == null) {
        throw new BadMessageError('unknown-group')
      }

      accept(stream, connection)
    } catch (err: any) {
      this.drop(stream, err)
    } finally {
      this.unnamed.delete(stream)
    }
  }

  /**
   * Makes room for another stream at the cost of the peer with the most of them, so that
   * nobody is kept out by a peer that opens many
   */
  private makeRoom (): void {
    if (this.unnamed.size < MAX_UNAUTHENTICATED_STREAMS) {
      return
    }

    const counts = new Map<string, number>()
    this.unnamed.forEach(peer => { counts.set(peer, (counts.get(peer) ?? 0) + 1) })
    const most = Math.max(...counts.values())
    const oldest = [...this.unnamed].find(([, peer]) => counts.get(peer) === most)

    if (oldest != null) {
      this.unnamed.delete(oldest[0])
      this.drop(oldest[0], new BadMessageError('too-many-streams'))
    }
  }

  /**
   * Resets a stream: its other end learns no more than that, whatever is wrong. A stream
   * that only came at a bad time is closed first, so that a member doesn't conclude that
   * its group isn't served here, which strangers could cause
   */
  private drop (stream: Stream, err: Error): void {
    // readName fails once more when the stream is reset to make room
    if (stream.status !== 'open') {
      return
    }

    const reason = err instanceof BadMessageError ? err.reason : 'timeout'
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1
    this.log('reset a stream: %s', reason)

    if (reason === 'too-many-streams' || reason === 'timeout') {
      stream.close().catch(() => {}).finally(() => { stream.abort(err) })
    } else {
      stream.abort(err)
    }
  }
}
