import { toString } from 'uint8arrays/to-string'
import { networkOf } from './blocklist.ts'
import { MAX_STREAMS, MAX_STREAMS_PER_PEER, MAX_UNAUTHENTICATED_STREAMS } from './limits.ts'
import { BadMessageError } from './messages.ts'
import { sessionKeyOf } from './session-key.ts'
import { SignalStream } from './signal-stream.ts'
import type { Paths } from './paths.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { GroupKeys } from '../group/index.ts'
import type { AbortOptions, Connection, Stream } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'

const PROTOCOL_PREFIX = '/groupcall/signal/1.0.0'

/** Returns the protocol that a process serves in the epoch of these keys */
export function protocolOf (sessionKey: Uint8Array, keys: GroupKeys): string {
  return `${PROTOCOL_PREFIX}/${keys.signalName(sessionKey)}`
}

export interface StreamsInit {
  context: SignalingContext
  registrar: Registrar
  paths: Paths<SignalStream>
  onFrame(frame: Uint8Array, from: SignalStream): Promise<void>
  /** Called for bytes that are not a frame; must abort the stream */
  onUnreadable(err: BadMessageError, from: SignalStream): void
  /** Called when a stream ends before its other end has proven that it belongs to the group */
  onStranger(sessionKey: string): void
}

/**
 * The streams of the local session: those that others open, as far as there is room,
 * and those that it opens itself. Each is a path until it ends.
 */
export class Streams {
  private readonly init: StreamsInit
  private protocol?: string

  constructor (init: StreamsInit) {
    this.init = init
  }

  /** Accepts streams of this protocol, and of no other any longer */
  async listen (protocol: string, options: AbortOptions = {}): Promise<void> {
    await this.stopListening()

    if (this.init.context.stopped.signal.aborted) {
      return
    }

    this.protocol = protocol
    await this.init.registrar.handle(protocol, (stream, connection) => { this.accept(stream, connection) }, {
      maxInboundStreams: MAX_STREAMS_PER_PEER + 1,
      maxOutboundStreams: MAX_STREAMS_PER_PEER,
      runOnLimitedConnection: true,
      signal: options.signal
    })
  }

  /** Accepts no more streams; existing ones stay. Idempotent */
  async stopListening (): Promise<void> {
    const { protocol } = this
    this.protocol = undefined

    if (protocol != null) {
      await this.init.registrar.unhandle(protocol)
    }
  }

  /**
   * Reads a stream until it ends
   *
   * @param stream
   * @param sessionKey - that Noise proved of the other end, as hex
   * @param network - see {@link networkOf}
   */
  add (stream: Stream, sessionKey: string, network?: string): SignalStream {
    const added = new SignalStream(stream, {
      sessionKey,
      network,
      onFrame: async (frame, from) => this.init.onFrame(frame, from),
      onUnreadable: (err, from) => { this.init.onUnreadable(err, from) },
      onClose: (closed, err) => { this.onClose(closed, err) }
    })
    this.init.paths.addStream(added)
    added.read()

    return added
  }

  private accept (stream: Stream, connection: Connection): void {
    const { context, paths } = this.init

    try {
      const sessionKey = toString(sessionKeyOf(connection.remotePeer), 'base16')
      const network = networkOf(connection.remoteAddr)

      if (context.blocklist.isBlocked(sessionKey, network, Date.now())) {
        throw new BadMessageError('ignored')
      }

      if (context.stopped.signal.aborted) {
        throw new BadMessageError('too-many-streams')
      }

      // the newest is in use, the one before it may still be being read
      paths.getStreams(sessionKey).slice(0, 1 - MAX_STREAMS_PER_PEER).forEach(old => { old.close() })
      this.makeRoom()
      this.add(stream, sessionKey, network)
    } catch (err: any) {
      context.drop(err instanceof BadMessageError ? err.reason : 'wrong-peer')
      stream.abort(err)
    }
  }

  /** Makes room for another stream, so that a peer that holds on to many keeps nobody out */
  private makeRoom (): void {
    const streams = this.init.paths.getStreams()
    const unproven = streams.filter(({ proven }) => !proven)
    const crowds = [
      ...unproven.length >= MAX_UNAUTHENTICATED_STREAMS ? [unproven] : [],
      ...streams.length >= MAX_STREAMS ? [streams] : []
    ]

    if (crowds.length > 0) {
      this.init.context.drop('too-many-streams')
      crowds[0].reduce((first, second) => first.heardAt <= second.heardAt ? first : second).abort(new BadMessageError('too-many-streams'))
    }
  }

  private onClose (stream: SignalStream, err?: Error): void {
    const { context, paths } = this.init

    paths.deleteStream(stream)
    context.log('a stream ended%s', err == null ? '' : ` - ${err.name}`)

    if (err?.name === 'TimeoutError' && !stream.answered) {
      context.drop('timeout')
    }

    if (!stream.answered) {
      this.init.onStranger(stream.sessionKey)
    }
  }
}
