import { toString } from 'uint8arrays/to-string'
import { MAX_STREAMS, MAX_STREAMS_PER_PEER, MAX_UNAUTHENTICATED_STREAMS } from './limits.ts'
import { BadMessageError } from './messages.ts'
import { networkOf } from './offenders.ts'
import { sessionKeyOf } from './session.ts'
import { SignalStream } from './signal-stream.ts'
import type { DropReason } from './messages.ts'
import type { Offenders } from './offenders.ts'
import type { Routes } from './routes.ts'
import type { AbortOptions, Connection, Logger, Stream } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'

export interface StreamsInit {
  registrar: Registrar
  log: Logger
  routes: Routes<SignalStream>
  offenders: Offenders
  /** Nothing is taken any more */
  stopped: AbortSignal
  drop(reason: DropReason): void
  onFrame(frame: Uint8Array, from: SignalStream): Promise<void>
  /** Told of what is no frame; it shall abort the stream */
  onUnreadable(err: BadMessageError, from: SignalStream): void
  /** A stream ended before its other end had shown that it is of the group */
  onStranger(sessionKey: string): void
}

/**
 * The streams of this session: those that others open, for as many as there is
 * room, and those that it opened itself. Each is a route until it ends
 */
export class Streams {
  private readonly init: StreamsInit
  private protocol?: string

  constructor (init: StreamsInit) {
    this.init = init
  }

  /** Takes what others open under this name, and under no other any more */
  async listen (protocol: string, options: AbortOptions = {}): Promise<void> {
    await this.stopListening()

    if (this.init.stopped.aborted) {
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

  /** Streams that are there stay. Harmless when done twice */
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
    this.init.routes.addStream(added)
    added.read()

    return added
  }

  private accept (stream: Stream, connection: Connection): void {
    try {
      const sessionKey = toString(sessionKeyOf(connection.remotePeer), 'base16')
      const network = networkOf(connection.remoteAddr)

      if (this.init.offenders.isIgnored(sessionKey, network, Date.now())) {
        throw new BadMessageError('ignored')
      }

      if (this.init.stopped.aborted) {
        throw new BadMessageError('too-many-streams')
      }

      // the one that came last is in use, the one before may still be read
      this.init.routes.getStreams(sessionKey).slice(0, 1 - MAX_STREAMS_PER_PEER).forEach(old => { old.close() })
      this.makeRoom()
      this.add(stream, sessionKey, network)
    } catch (err: any) {
      this.init.drop(err instanceof BadMessageError ? err.reason : 'wrong-peer')
      stream.abort(err)
    }
  }

  /** For one stream more: whoever holds on to many shall not keep others out */
  private makeRoom (): void {
    const streams = this.init.routes.getStreams()
    const unproven = streams.filter(({ proven }) => !proven)
    const crowds = [
      ...unproven.length >= MAX_UNAUTHENTICATED_STREAMS ? [unproven] : [],
      ...streams.length >= MAX_STREAMS ? [streams] : []
    ]

    if (crowds.length > 0) {
      this.init.drop('too-many-streams')
      crowds[0].reduce((first, second) => first.heardAt <= second.heardAt ? first : second).abort(new BadMessageError('too-many-streams'))
    }
  }

  private onClose (stream: SignalStream, err?: Error): void {
    this.init.routes.deleteStream(stream)
    this.init.log('a stream ended%s', err == null ? '' : ` - ${err.name}`)

    if (err?.name === 'TimeoutError' && !stream.answered) {
      this.init.drop('timeout')
    }

    if (!stream.answered) {
      this.init.onStranger(stream.sessionKey)
    }
  }
}
