import { TypedEventEmitter } from 'main-event'
import { toString } from 'uint8arrays/to-string'
import { ChannelPath } from './channel-path.ts'
import { signPresence } from './envelope.ts'
import { EpochKeys } from './epoch-keys.ts'
import { Inbox } from './inbox.ts'
import { KnownSessions } from './known-sessions.ts'
import { MAX_ADDRESSES, MAX_STREAMS, MAX_STREAMS_PER_PEER, MAX_UNAUTHENTICATED_STREAMS } from './limits.ts'
import { BadMessageError } from './messages.ts'
import { networkOf, Offenders } from './offenders.ts'
import { Outbox } from './outbox.ts'
import { Routes } from './routes.ts'
import { sessionKeyOf } from './session.ts'
import { SignalStream } from './signal-stream.ts'
import type { Forgery } from './inbox.ts'
import type { DropReason, SignalMessage, SignedPresence } from './messages.ts'
import type { Identity } from '../../keys/index.ts'
import type { GroupKeys } from '../group/index.ts'
import type { AbortOptions, ComponentLogger, Connection, Logger, PeerId, PeerInfo, Stream } from '@libp2p/interface'
import type { ConnectionManager, Registrar } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface SignalingComponents {
  peerId: PeerId
  registrar: Registrar
  connectionManager: ConnectionManager
  logger: ComponentLogger
}

export interface SignalingInit {
  identity: Identity
  keys: GroupKeys
  /** Of this join, see `createSession` */
  session: string
  /** What the person is called; may be empty */
  name: string
  /** The call that messages are of, 32 lower-case hex digits */
  callId(): string
  /** Whether a message of this call may be handled */
  acceptsCall(callId: string, sender: string): boolean
  /** What to say first to a member that one has not spoken with */
  greeting(): SignalMessage & { type: 'welcome' }
  /** Public keys of those who can hand a message on, the likeliest first */
  introducers(to: string): string[]
  /** Whether an identity is in the call: what is known of it must not be forgotten */
  isParticipant(publicKey: string): boolean
  /**
   * Take streams that others open
   *
   * @default true
   */
  listen?: boolean
}

/** A message that was signed by whom it is from, and has not been seen before */
export interface ReceivedMessage {
  from: string
  presence: SignedPresence
  callId: string
  message: SignalMessage
  /** As it came, sealed and signed */
  frame: Uint8Array
}

export interface SignalingEvents {
  message: CustomEvent<ReceivedMessage>
  /** A message in somebody's name was not signed by them, and dropped */
  forged: CustomEvent<Forgery>
  /** The session of a participant serves the group no more, though its process lives */
  gone: CustomEvent<SignedPresence>
  /** A stream ended before its other end had shown that it is of the group */
  stranger: CustomEvent<{ sessionKey: string }>
}

/**
 * Carries sealed and signed messages between the sessions of one group: over
 * data channels, over streams of the protocol named after the recipient's
 * session key, or through a member who has one of these
 */
export class Signaling extends TypedEventEmitter<SignalingEvents> {
  readonly session: string
  /** Own session key, 64 lower-case hex digits */
  readonly sessionKey: string
  /** How many messages were dropped, by reason */
  readonly dropped: Partial<Record<DropReason, number>> = {}

  private readonly components: SignalingComponents
  private readonly init: SignalingInit
  private readonly log: Logger
  private readonly known: KnownSessions
  private readonly routes = new Routes<SignalStream>()
  private readonly inbox: Inbox
  private readonly offenders = new Offenders()
  private readonly outbox: Outbox
  private readonly keys: EpochKeys
  private protocol: string
  private changing: Promise<void> = Promise.resolve()
  private readonly ownSessionKey: Uint8Array
  private readonly stopped = new AbortController()
  private own?: SignedPresence

  constructor (components: SignalingComponents, init: SignalingInit) {
    super()

    this.components = components
    this.init = init
    this.log = components.logger.forComponent('groupcall:signaling')
    this.session = init.session
    this.ownSessionKey = sessionKeyOf(components.peerId)
    this.sessionKey = toString(this.ownSessionKey, 'base16')
    this.keys = new EpochKeys(init.keys)
    this.known = new KnownSessions(publicKey => init.isParticipant(publicKey))
    this.outbox = new Outbox({
      signaling: init,
      keys: this.keys,
      connectionManager: components.connectionManager,
      log: this.log,
      known: this.known,
      routes: this.routes,
      stopped: this.stopped.signal,
      presence: () => this.presence,
      addStream: (stream, sessionKey) => this.addStream(stream, sessionKey),
      drop: reason => { this.drop(reason) },
      onGone: presence => { this.safeDispatchEvent('gone', { detail: presence }) }
    })
    this.inbox = new Inbox({
      signaling: init,
      keys: this.keys,
      settled: async () => this.changing,
      sessionKey: this.sessionKey,
      known: this.known,
      outbox: this.outbox,
      drop: reason => { this.drop(reason) },
      onOffence: ({ sessionKey, network }) => { this.offenders.fail(sessionKey, network, Date.now()) },
      onMessage: message => { this.safeDispatchEvent('message', { detail: message }) },
      onForged: forgery => { this.safeDispatchEvent('forged', { detail: forgery }) }
    })
    this.protocol = this.outbox.protocolOf(this.ownSessionKey)
  }

  /** What this session says of itself */
  get presence (): SignedPresence {
    if (this.own == null) {
      throw new Error('Signaling has not been started')
    }

    return this.own
  }

  /**
   * @param addresses - where others can dial this peer, the best first
   */
  async start (addresses: Multiaddr[], options: AbortOptions = {}): Promise<void> {
    this.own = await signPresence({
      publicKey: this.init.identity.publicKey,
      session: this.session,
      sessionKey: this.ownSessionKey,
      addresses: addresses.slice(0, MAX_ADDRESSES),
      name: this.init.name
    }, this.init.identity, this.keys.current)

    await this.listen(options)
  }

  /**
   * The group has a new epoch: from now on messages are sealed and signed for
   * that, and streams taken under its name. Paths that are there stay. What was
   * sent before goes out first, and what comes meanwhile waits.
   *
   * @param keys - of the new epoch
   * @param participants - public keys: what is known of others is of the last epoch
   */
  async changeKeys (keys: GroupKeys, participants: string[]): Promise<void> {
    this.changing = this.changing.then(async () => {
      const own = await signPresence(this.presence, this.init.identity, keys)
      const before = this.protocol

      this.own = own
      this.keys.change(keys, Date.now())
      this.protocol = this.outbox.protocolOf(this.ownSessionKey)

      if (this.init.listen !== false) {
        await this.components.registrar.unhandle(before)
      }

      await this.listen()

      await this.outbox.flush()
      this.known.keepOnly(participants)
      // those to others lead to where the last epoch is still served
      this.routes.getStreams().filter(({ sessionKey }) => this.known.find(sessionKey) == null).forEach(stream => {
        this.routes.deleteStream(stream)
        stream.close()
      })
    }).catch(err => { this.log.error('the epoch did not change - %e', err) })

    await this.changing
  }

  private async listen (options: AbortOptions = {}): Promise<void> {
    if (this.init.listen === false || this.stopped.signal.aborted) {
      return
    }

    await this.components.registrar.handle(this.protocol, (stream, connection) => { this.onStream(stream, connection) }, {
      maxInboundStreams: MAX_STREAMS_PER_PEER + 1,
      maxOutboundStreams: MAX_STREAMS_PER_PEER,
      runOnLimitedConnection: true,
      signal: options.signal
    })
  }

  /** Sends what still waits, then closes every stream. Harmless when done twice */
  async stop (): Promise<void> {
    await this.changing

    if (this.init.listen !== false) {
      await this.components.registrar.unhandle(this.protocol)
    }

    await this.outbox.flush()
    this.stopped.abort()
    this.routes.getStreams().forEach(stream => { stream.close() })
  }

  /** The presence of the newest session of an identity, unless that has left or has yet to say who it is in this epoch */
  getPresence (publicKey: string): SignedPresence | undefined {
    const session = this.known.get(publicKey)

    return session?.left === true || (session?.keys != null && session.keys !== this.keys.current) ? undefined : session?.presence
  }

  /** Sends a `join` or a `look` to a peer of which nothing but the session key is known */
  async introduce (peer: PeerInfo, message: SignalMessage, options: AbortOptions = {}): Promise<void> {
    await this.outbox.introduce(peer, message, options)
  }

  /**
   * Sends a message to a participant. What cannot be sent by any way is dropped;
   * everything sent to one participant by one way arrives in order.
   */
  send (to: string, message: SignalMessage): void {
    this.outbox.send(to, message)
  }

  /**
   * Sends what nobody else may read, though of the group: over a path of which
   * the recipient is the other end, for which it is dialled if need be
   */
  sendDirectly (to: string, message: SignalMessage, options: { dial: boolean } = { dial: true }): void {
    this.outbox.sendDirectly(to, message, options.dial)
  }

  /** Resolves when everything is sealed, and so on its way, that was sent up to now */
  async flush (): Promise<void> {
    await this.outbox.flush()
  }

  /**
   * Gives a participant the frame in which another one said that it leaves. It
   * goes behind what was sent before.
   */
  handOn (to: string, leave: Uint8Array): void {
    this.outbox.handOn(to, leave)
  }

  /** Tells those who were asked to let us in, and have yet to answer, not to do so any more */
  withdraw (): void {
    this.outbox.withdraw()
  }

  /** Opens a direct stream to a participant, unless there is a way already */
  dial (to: string): void {
    this.outbox.dial(to)
  }

  /**
   * The data channel to a participant is open: messages go there from now on.
   * `send` returns false when the bytes cannot go.
   */
  openChannel (participant: string, send: (frame: Uint8Array) => boolean): void {
    const session = this.known.get(participant)

    if (session != null && !this.offenders.isIgnored(session.sessionKey, undefined, Date.now())) {
      this.routes.setChannel(new ChannelPath({
        sessionKey: session.sessionKey,
        send,
        onFrame: async (frame, path) => this.inbox.onFrame(frame, path),
        onDrop: () => { this.drop('rate') }
      }))
    }
  }

  /** Takes a frame that came over the data channel to a participant */
  receive (participant: string, frame: Uint8Array): void {
    const path = this.routes.getChannel(this.known.get(participant)?.sessionKey ?? '')

    if (path instanceof ChannelPath) {
      path.receive(frame)
    }
  }

  /** The link to a session of a participant is no more; the session key may have been proven to be another one's */
  closeChannel (participant: string, sessionKey: string): void {
    const owner = this.known.find(sessionKey)

    if (owner == null || owner.presence.publicKey === participant) {
      this.routes.deleteChannel(sessionKey)
    }
  }

  /**
   * A participant said something that is signed, and that no honest one says: three
   * times in a minute end the ways that its messages come
   */
  blame (participant: string): void {
    const sessionKey = this.known.get(participant)?.sessionKey

    if (sessionKey != null) {
      this.routes.getPaths(sessionKey).filter(path => !path.violations.take(Date.now())).forEach(path => {
        this.offenders.fail(path.sessionKey, path.network, Date.now())
        path.abort(new BadMessageError('unexpected'))
      })
    }
  }

  /** Counts something that was not used */
  drop (reason: DropReason): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1
    this.log('dropped a message: %s', reason)
  }

  /** A participant left: its session does not come back */
  forget (participant: string): void {
    const session = this.known.get(participant)

    if (session != null && !session.left) {
      session.left = true
      this.routes.deleteChannel(session.sessionKey)
      this.routes.getStreams(session.sessionKey).forEach(stream => { stream.close() })
    }
  }

  private onStream (stream: Stream, connection: Connection): void {
    try {
      const sessionKey = toString(sessionKeyOf(connection.remotePeer), 'base16')
      const network = networkOf(connection.remoteAddr)

      if (this.offenders.isIgnored(sessionKey, network, Date.now())) {
        throw new BadMessageError('ignored')
      }

      if (this.stopped.signal.aborted) {
        throw new BadMessageError('too-many-streams')
      }

      // the one that came last is in use, the one before may still be read
      this.routes.getStreams(sessionKey).slice(0, 1 - MAX_STREAMS_PER_PEER).forEach(old => { old.close() })
      this.makeRoom()
      this.addStream(stream, sessionKey, network)
    } catch (err: any) {
      this.drop(err instanceof BadMessageError ? err.reason : 'wrong-peer')
      stream.abort(err)
    }
  }

  /** For one stream more: whoever holds on to many shall not keep others out */
  private makeRoom (): void {
    const streams = this.routes.getStreams()
    const unproven = streams.filter(({ proven }) => !proven)
    const crowds = [
      ...unproven.length >= MAX_UNAUTHENTICATED_STREAMS ? [unproven] : [],
      ...streams.length >= MAX_STREAMS ? [streams] : []
    ]

    if (crowds.length > 0) {
      this.drop('too-many-streams')
      crowds[0].reduce((first, second) => first.heardAt <= second.heardAt ? first : second).abort(new BadMessageError('too-many-streams'))
    }
  }

  private addStream (stream: Stream, sessionKey: string, network?: string): SignalStream {
    const added = new SignalStream(stream, {
      sessionKey,
      network,
      onFrame: async (frame, from) => this.inbox.onFrame(frame, from),
      onUnreadable: (err, from) => { this.inbox.refuse(err, from) },
      onClose: (closed, err) => { this.onClose(closed, err) }
    })
    this.routes.addStream(added)
    added.read()

    return added
  }

  private onClose (stream: SignalStream, err?: Error): void {
    this.routes.deleteStream(stream)
    this.log('a stream ended%s', err == null ? '' : ` - ${err.name}`)

    if (err?.name === 'TimeoutError' && !stream.answered) {
      this.drop('timeout')
    }

    if (!stream.answered) {
      this.safeDispatchEvent('stranger', { detail: { sessionKey: stream.sessionKey } })
    }
  }
}
