import { toString } from 'uint8arrays/to-string'
import { FIRST_MESSAGE_TIMEOUT, MAX_STREAMS, MAX_STREAMS_PER_PEER, MAX_UNAUTHENTICATED_STREAMS } from './limits.ts'
import { BadMessageError } from './messages.ts'
import { sessionKeyOf } from './session-key.ts'
import { SignalStream } from './signal-stream.ts'
import { readName } from './stream-name.ts'
import type { Paths } from './paths.ts'
import type { SignalStreamInit } from './signal-stream.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { SignalingServer } from './signaling-server.ts'
import type { GroupKeys } from '../group/index.ts'
import type { Connection, Stream } from '@libp2p/interface'

/**
 * What has become of a stream that we opened: the other end has shown that it serves the
 * group, or it has reset the stream before that, or neither is known
 */
export type StreamOutcome = 'served' | 'reset' | 'unknown'

/** How a stream ends if its other end serves the group no longer, or no group at all */
const NOT_SERVED: readonly string[] = ['StreamResetError', 'UnsupportedProtocolError']

export interface StreamsInit {
  context: SignalingContext
  server: SignalingServer
  paths: Paths<SignalStream>
  onFrame(frame: Uint8Array, from: SignalStream): Promise<void>
  /** Called for bytes that are not a frame; must abort the stream */
  onUnreadable(err: BadMessageError, from: SignalStream): void
  /** Called when a stream ends before its other end has proven that it belongs to the group */
  onStranger(sessionKey: string): void
  /** Called when it is known what has become of an opened stream */
  onOutcome(stream: SignalStream, outcome: StreamOutcome): void
}

/**
 * The streams of the local session: those that others open, as far as there is room,
 * and those that it opens itself. Each is a path until it ends.
 */
export class Streams {
  private readonly init: StreamsInit
  private unregister?: () => void

  constructor (init: StreamsInit) {
    this.init = init
  }

  /** Accepts the streams that others open under the local name in an epoch, and in no other any longer */
  listen (keys: GroupKeys): void {
    const { context, server } = this.init
    this.stopListening()

    if (!context.stopped.signal.aborted) {
      this.unregister = server.register(keys.signalName(context.sessionKeyBytes), (stream, connection) => { this.accept(stream, connection, keys) })
    }
  }

  /** Accepts no more streams; existing ones stay. Idempotent */
  stopListening (): void {
    this.unregister?.()
    this.unregister = undefined
  }

  /**
   * Sends the first message on a new stream, together with the name that the other end
   * has in an epoch, and reads the stream until it ends
   *
   * @param stream
   * @param connection - that it is on
   * @param keys - of the epoch
   * @param frame - the message
   */
  open (stream: Stream, connection: Connection, keys: GroupKeys, frame: Uint8Array): SignalStream {
    const sessionKey = sessionKeyOf(connection.remotePeer)
    const added = this.create(stream, { opened: true, sessionKey: toString(sessionKey, 'base16') })
    this.init.paths.addStream(added)
    added.send(keys.signalName(sessionKey), frame)
    this.readAnswer(added, stream, keys).then(() => { this.init.onOutcome(added, 'served') }, err => {
      this.init.onOutcome(added, NOT_SERVED.includes(err.name) && !added.closed && connection.status === 'open' ? 'reset' : 'unknown')

      if (err instanceof BadMessageError) {
        this.init.context.drop(err.reason)
      }

      added.abort(err)
    })

    return added
  }

  /** Members alone can name the local session key: the other end is one */
  private async readAnswer (added: SignalStream, stream: Stream, keys: GroupKeys): Promise<void> {
    const name = await readName(stream, FIRST_MESSAGE_TIMEOUT, this.init.context.init.timers)

    if (name !== toString(keys.signalName(this.init.context.sessionKeyBytes), 'base16')) {
      throw new BadMessageError('wrong-peer')
    }

    added.proven = true
    added.read()
  }

  private accept (stream: Stream, connection: Connection, keys: GroupKeys): void {
    const { context, paths } = this.init

    try {
      const bytes = sessionKeyOf(connection.remotePeer)
      const sessionKey = toString(bytes, 'base16')
      const added = this.create(stream, { opened: false, sessionKey })
      // shows a member that the group is served here, whatever becomes of its message
      added.send(keys.signalName(bytes))

      if (context.blocklist.isBlocked(sessionKey, Date.now())) {
        throw new BadMessageError('ignored')
      }

      if (context.stopped.signal.aborted) {
        throw new BadMessageError('too-many-streams')
      }

      // the newest is in use, the one before it may still be being read
      paths.getStreams(sessionKey).slice(0, 1 - MAX_STREAMS_PER_PEER).forEach(old => { old.close() })
      this.makeRoom()
      paths.addStream(added)
      added.read()
    } catch (err: any) {
      context.drop(err instanceof BadMessageError ? err.reason : 'wrong-peer')
      stream.abort(err)
    }
  }

  private create (stream: Stream, init: Pick<SignalStreamInit, 'opened' | 'sessionKey'>): SignalStream {
    return new SignalStream(stream, {
      ...init,
      timers: this.init.context.init.timers,
      onFrame: async (frame, from) => this.init.onFrame(frame, from),
      onUnreadable: (err, from) => { this.init.onUnreadable(err, from) },
      onClose: (closed, err) => { this.onClose(closed, err) }
    })
  }

  /** Makes room for another stream, so that a peer that holds on to many keeps nobody out */
  private makeRoom (): void {
    const streams = this.init.paths.getStreams()
    const unproven = streams.filter(({ opened, proven }) => !opened && !proven)
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

    if (err?.name === 'TimeoutError' && stream.publicKey == null) {
      context.drop('timeout')
    }

    if (stream.publicKey == null) {
      this.init.onStranger(stream.sessionKey)
    }
  }
}
