import { TypedEventEmitter } from 'main-event'
import { toString } from 'uint8arrays/to-string'
import { Delivery } from './delivery.ts'
import { Dialer } from './dialer.ts'
import { signPresence } from './envelope.ts'
import { EpochKeys } from './epoch-keys.ts'
import { Inbox } from './inbox.ts'
import { KnownSessions } from './known-sessions.ts'
import { MAX_ADDRESSES } from './limits.ts'
import { Offenders } from './offenders.ts'
import { Outbox } from './outbox.ts'
import { ParticipantPaths } from './participant-paths.ts'
import { protocolOf } from './protocol.ts'
import { Routes } from './routes.ts'
import { sessionKeyOf } from './session.ts'
import { Streams } from './streams.ts'
import type { DropReason, SignalMessage, SignedPresence } from './messages.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingEvents } from './signaling-events.ts'
import type { SignalingComponents, SignalingInit } from './signaling-init.ts'
import type { GroupKeys } from '../group/index.ts'
import type { AbortOptions, Logger, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

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

  private readonly init: SignalingInit
  private readonly log: Logger
  private readonly known: KnownSessions
  private readonly routes = new Routes<SignalStream>()
  private readonly offenders = new Offenders()
  private readonly streams: Streams
  private readonly paths: ParticipantPaths
  private readonly inbox: Inbox
  private readonly outbox: Outbox
  private readonly delivery: Delivery
  private readonly keys: EpochKeys
  private readonly ownSessionKey: Uint8Array
  private readonly stopped = new AbortController()
  private own?: SignedPresence
  private changing: Promise<void> = Promise.resolve()

  constructor (components: SignalingComponents, init: SignalingInit) {
    super()

    this.init = init
    this.log = components.logger.forComponent('groupcall:signaling')
    this.session = init.session.id
    this.ownSessionKey = sessionKeyOf(components.peerId)
    this.sessionKey = toString(this.ownSessionKey, 'base16')
    this.keys = new EpochKeys(init.keys)
    this.known = new KnownSessions(publicKey => init.isParticipant(publicKey))

    const drop = (reason: DropReason): void => { this.drop(reason) }

    this.streams = new Streams({
      registrar: components.registrar,
      log: this.log,
      routes: this.routes,
      offenders: this.offenders,
      stopped: this.stopped.signal,
      drop,
      onFrame: async (frame, from) => this.inbox.onFrame(frame, from),
      onUnreadable: (err, from) => { this.inbox.refuse(err, from) },
      onStranger: sessionKey => { this.safeDispatchEvent('stranger', { detail: { sessionKey } }) }
    })
    this.paths = new ParticipantPaths({
      known: this.known,
      routes: this.routes,
      offenders: this.offenders,
      drop,
      onFrame: async (frame, from) => this.inbox.onFrame(frame, from)
    })
    const dialer = new Dialer({
      keys: this.keys,
      connectionManager: components.connectionManager,
      routes: this.routes,
      streams: this.streams,
      stopped: this.stopped.signal
    })
    this.delivery = new Delivery({
      signaling: init,
      log: this.log,
      known: this.known,
      routes: this.routes,
      dialer,
      greet: async session => this.outbox.sealGreeting(session),
      drop,
      onGone: presence => { this.safeDispatchEvent('gone', { detail: presence }) }
    })
    this.outbox = new Outbox({
      signaling: init,
      keys: this.keys,
      log: this.log,
      known: this.known,
      routes: this.routes,
      dialer,
      delivery: this.delivery,
      stopped: this.stopped.signal,
      presence: () => this.presence,
      drop
    })
    this.inbox = new Inbox({
      signaling: init,
      keys: this.keys,
      settled: async () => this.changing,
      sessionKey: this.sessionKey,
      known: this.known,
      outbox: this.outbox,
      delivery: this.delivery,
      drop,
      onOffence: ({ sessionKey, network }) => { this.offenders.fail(sessionKey, network, Date.now()) },
      onMessage: message => { this.safeDispatchEvent('message', { detail: message }) },
      onForged: forgery => { this.safeDispatchEvent('forged', { detail: forgery }) }
    })
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
      this.own = await signPresence(this.presence, this.init.identity, keys)
      this.keys.change(keys, Date.now())

      await this.listen()
      await this.outbox.flush()
      this.paths.keepOnly(participants)
    }).catch(err => { this.log.error('the epoch did not change - %e', err) })

    await this.changing
  }

  /** Sends what still waits, then closes every stream. Harmless when done twice */
  async stop (): Promise<void> {
    await this.changing
    await this.streams.stopListening()
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
    this.delivery.dial(to)
  }

  /**
   * The data channel to a participant is open: messages go there from now on.
   * `send` returns false when the bytes cannot go.
   */
  openChannel (participant: string, send: (frame: Uint8Array) => boolean): void {
    this.paths.openChannel(participant, send)
  }

  /** Takes a frame that came over the data channel to a participant */
  receive (participant: string, frame: Uint8Array): void {
    this.paths.receive(participant, frame)
  }

  /** The link to a session of a participant is no more; the session key may have been proven to be another one's */
  closeChannel (participant: string, sessionKey: string): void {
    this.paths.closeChannel(participant, sessionKey)
  }

  /**
   * A participant said something that is signed, and that no honest one says: three
   * times in a minute end the ways that its messages come
   */
  blame (participant: string): void {
    this.paths.blame(participant)
  }

  /** Counts something that was not used */
  drop (reason: DropReason): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1
    this.log('dropped a message: %s', reason)
  }

  /** A participant left: its session does not come back */
  forget (participant: string): void {
    this.paths.forget(participant)
  }

  private async listen (options: AbortOptions = {}): Promise<void> {
    if (this.init.listen !== false) {
      await this.streams.listen(protocolOf(this.ownSessionKey, this.keys.current), options)
    }
  }
}
