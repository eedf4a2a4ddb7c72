import { TypedEventEmitter } from 'main-event'
import { Inbox } from './inbox.ts'
import { Outbox } from './outbox.ts'
import { Paths } from './paths.ts'
import { Router } from './router.ts'
import { SignalingContext } from './signaling-context.ts'
import { protocolOf, Streams } from './streams.ts'
import type { DropReason, SignalMessage, SignedPresence } from './messages.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingEvents } from './signaling-events.ts'
import type { SignalingComponents, SignalingInit } from './signaling-init.ts'
import type { GroupKeys } from '../group/index.ts'
import type { AbortOptions, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * Carries sealed and signed messages between the sessions of one group: over data
 * channels, over streams of the protocol named after the recipient's session key, or
 * through a member who has one of these
 */
export class Signaling extends TypedEventEmitter<SignalingEvents> {
  private readonly context: SignalingContext
  private readonly paths: Paths<SignalStream>
  private readonly streams: Streams
  private readonly router: Router
  private readonly outbox: Outbox
  private readonly inbox: Inbox
  private changing: Promise<void> = Promise.resolve()

  constructor (components: SignalingComponents, init: SignalingInit) {
    super()

    const context = new SignalingContext(components, init)
    this.context = context
    this.paths = new Paths({
      blocklist: context.blocklist,
      drop: reason => { context.drop(reason) },
      onFrame: async (frame, from) => this.inbox.onFrame(frame, from)
    })
    this.streams = new Streams({
      context,
      registrar: components.registrar,
      paths: this.paths,
      onFrame: async (frame, from) => this.inbox.onFrame(frame, from),
      onUnreadable: (err, from) => { this.inbox.refuse(err, from) },
      onStranger: sessionKey => { this.safeDispatchEvent('stranger', { detail: { sessionKey } }) }
    })
    this.router = new Router({
      context,
      connectionManager: components.connectionManager,
      paths: this.paths,
      streams: this.streams,
      greet: async session => this.outbox.sealGreeting(session),
      onGone: presence => { this.safeDispatchEvent('gone', { detail: presence }) }
    })
    this.outbox = new Outbox({ context, paths: this.paths, router: this.router })
    this.inbox = new Inbox({
      context,
      outbox: this.outbox,
      router: this.router,
      settled: async () => this.changing,
      onMessage: message => { this.safeDispatchEvent('message', { detail: message }) },
      onForged: forgery => { this.safeDispatchEvent('forged', { detail: forgery }) }
    })
  }

  /** The local session, see `createSession` */
  get session (): string {
    return this.context.init.session.id
  }

  /** The local session key, 64 lower-case hex digits */
  get sessionKey (): string {
    return this.context.sessionKey
  }

  /** How many messages were dropped, by reason */
  get dropped (): Partial<Record<DropReason, number>> {
    return this.context.dropped
  }

  /** The local participant's presence, signed for the current epoch */
  get presence (): SignedPresence {
    return this.context.presence
  }

  /**
   * Starts to accept streams
   *
   * @param addresses - where others can dial this peer, the best first
   * @param options
   */
  async start (addresses: Multiaddr[], options: AbortOptions = {}): Promise<void> {
    await this.context.signPresence(addresses, this.context.keys.current)
    await this.listen(options)
  }

  /**
   * Continues in a new epoch of the group: messages are sealed and signed for it, and
   * streams accepted under its name. Existing paths stay. Messages sent before are
   * delivered first, and incoming ones wait.
   *
   * @param keys - of the new epoch
   * @param participants - public keys; everybody else is forgotten with the old epoch
   */
  async changeKeys (keys: GroupKeys, participants: string[]): Promise<void> {
    this.changing = this.changing.then(async () => {
      await this.context.signPresence(this.presence.addresses, keys)
      this.context.keys.change(keys, Date.now())

      await this.listen()
      await this.outbox.flush()
      this.keepOnly(participants)
    }).catch(err => { this.context.log.error('the epoch did not change - %e', err) })

    await this.changing
  }

  /** Sends what still waits, then closes every stream. Idempotent */
  async stop (): Promise<void> {
    await this.changing
    await this.streams.stopListening()
    await this.outbox.flush()
    this.context.stopped.abort()
    this.paths.getStreams().forEach(stream => { stream.close() })
  }

  /** Returns the presence of an identity's newest session, unless it has left or has not introduced itself in this epoch */
  getPresence (publicKey: string): SignedPresence | undefined {
    const session = this.context.known.get(publicKey)

    return session?.left === true || (session?.keys != null && session.keys !== this.context.keys.current) ? undefined : session?.presence
  }

  /** Sends a `join` or a `look` to a peer of which only the session key is known */
  async introduce (peer: PeerInfo, message: SignalMessage, options: AbortOptions = {}): Promise<void> {
    await this.outbox.introduce(peer, message, options)
  }

  /**
   * Sends a message to a participant, by any route. Messages by one route arrive in
   * order; without a route the message is dropped.
   */
  send (to: string, message: SignalMessage): void {
    this.outbox.send(to, message)
  }

  /**
   * Sends a message that no other member must read, over a path that ends at the
   * recipient. Without one the recipient is dialled if `dial` is true.
   */
  sendDirectly (to: string, message: SignalMessage, options: { dial: boolean } = { dial: true }): void {
    this.outbox.sendDirectly(to, message, options.dial)
  }

  /** Resolves when everything sent up to now is sealed and on its way */
  async flush (): Promise<void> {
    await this.outbox.flush()
  }

  /** Hands a participant the frame of somebody else's `leave`, after everything sent before */
  handOn (to: string, leave: Uint8Array): void {
    this.outbox.handOn(to, leave)
  }

  /** Withdraws the requests to be let in that have not been answered */
  withdraw (): void {
    this.outbox.withdraw()
  }

  /** Opens a stream to a participant unless a path ends there already */
  dial (to: string): void {
    const session = this.context.known.get(to)

    if (session != null) {
      this.router.dial(session)
    }
  }

  /**
   * Sends messages over the data channel to a participant from now on. `send` returns
   * false when the bytes can't be sent.
   */
  openChannel (participant: string, send: (frame: Uint8Array) => boolean): void {
    const session = this.context.known.get(participant)

    if (session != null) {
      this.paths.openChannel(session.sessionKey, send)
    }
  }

  /** Takes a frame that arrived over the data channel to a participant */
  receive (participant: string, frame: Uint8Array): void {
    const session = this.context.known.get(participant)

    if (session != null) {
      this.paths.receive(session.sessionKey, frame)
    }
  }

  /** The link to a session of a participant is gone; another identity may have proven the session key meanwhile */
  closeChannel (participant: string, sessionKey: string): void {
    const owner = this.context.known.find(sessionKey)

    if (owner == null || owner.presence.publicKey === participant) {
      this.paths.closeChannel(sessionKey)
    }
  }

  /**
   * Counts a signed message that no honest participant sends: three in a minute close
   * the paths to the participant
   */
  reportViolation (participant: string): void {
    const session = this.context.known.get(participant)

    if (session != null) {
      this.paths.reportViolation(session.sessionKey)
    }
  }

  /** Counts something that was not used */
  drop (reason: DropReason): void {
    this.context.drop(reason)
  }

  /** A participant left: its session never comes back */
  forget (participant: string): void {
    const session = this.context.known.get(participant)

    if (session != null && !session.left) {
      session.left = true
      this.paths.closeChannel(session.sessionKey)
      this.paths.getStreams(session.sessionKey).forEach(stream => { stream.close() })
    }
  }

  private async listen (options: AbortOptions = {}): Promise<void> {
    if (this.context.init.listen !== false) {
      await this.streams.listen(protocolOf(this.presence.sessionKey, this.context.keys.current), options)
    }
  }

  /** Forgets everybody but these public keys: streams to others lead to where the last epoch is still served */
  private keepOnly (participants: string[]): void {
    const { known } = this.context

    known.keepOnly(participants)
    this.paths.getStreams().filter(({ sessionKey }) => known.find(sessionKey) == null).forEach(stream => {
      this.paths.deleteStream(stream)
      stream.close()
    })
  }
}
