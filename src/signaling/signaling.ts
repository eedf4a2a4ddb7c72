import { TypedEventEmitter } from 'main-event'
import { toString } from 'uint8arrays/to-string'
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
      onUnreadable: (err, from) => { this.inbox.onUnreadable(err, from) },
      onStranger: sessionKey => { this.safeDispatchEvent('stranger', { detail: { sessionKey } }) }
    })
    this.router = new Router({
      context,
      connectionManager: components.connectionManager,
      paths: this.paths,
      streams: this.streams,
      greet: async to => this.outbox.sealGreeting(to),
      onGone: presence => { this.safeDispatchEvent('gone', { detail: presence }) }
    })
    this.outbox = new Outbox({ context, paths: this.paths, router: this.router })
    this.inbox = new Inbox({
      context,
      paths: this.paths,
      outbox: this.outbox,
      router: this.router,
      settled: async () => this.changing,
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
   * @param staying - everybody else is forgotten with the old epoch
   */
  async changeKeys (keys: GroupKeys, staying: SignedPresence[]): Promise<void> {
    await this.change(async () => {
      await this.context.signPresence(this.presence.addresses, keys)
      this.context.keys.change(keys, Date.now())

      await this.listen()
      await this.outbox.flush()
      this.keepOnly(staying)
    })
  }

  /**
   * Continues under the local session's new id. Call it after `LocalSession.renew()`;
   * messages sent before have the old id
   */
  async renewSession (): Promise<void> {
    await this.change(async () => { await this.context.signPresence(this.presence.addresses, this.context.keys.current) })
  }

  /** Sends what still waits, then closes every stream. Idempotent */
  async stop (): Promise<void> {
    await this.changing
    await this.streams.stopListening()
    await this.outbox.flush()
    this.context.stopped.abort()
    this.paths.getStreams().forEach(stream => { stream.close() })
  }

  /** Sends a `join` or a `look` to a peer of which only the session key is known */
  async introduce (peer: PeerInfo, message: SignalMessage, options: AbortOptions = {}): Promise<void> {
    await this.outbox.introduce(peer, message, options)
  }

  /**
   * Sends a message to a session, by any route. Messages by one route arrive in order;
   * without a route the message is dropped.
   */
  send (to: SignedPresence, message: SignalMessage): void {
    this.outbox.send(to, message)
  }

  /**
   * Sends a message that no other member must read, over a path that ends at the
   * recipient. Without one the recipient is dialled if `dial` is true.
   */
  sendDirectly (to: SignedPresence, message: SignalMessage, options: { dial: boolean } = { dial: true }): void {
    this.outbox.sendDirectly(to, message, options.dial)
  }

  /** Resolves when everything sent up to now is sealed and on its way */
  async flush (): Promise<void> {
    await this.outbox.flush()
  }

  /** Hands a session the frame of somebody else's `leave`, after everything sent before */
  handOn (to: SignedPresence, frame: Uint8Array): void {
    this.outbox.handOn(to, frame)
  }

  /** Withdraws the requests to be let in that have not been answered */
  withdraw (): void {
    this.outbox.withdraw()
  }

  /** Opens a stream to a session unless a path ends there already */
  dial (to: SignedPresence): void {
    this.router.dial(to)
  }

  /**
   * Sends messages over the data channel to a session from now on. `send` returns false
   * when the bytes can't be sent.
   */
  openChannel (to: SignedPresence, send: (frame: Uint8Array) => boolean): void {
    this.paths.openChannel(to, send)
  }

  /** Takes a frame that arrived over the data channel to a session */
  receive (from: SignedPresence, frame: Uint8Array): void {
    this.paths.receive(from, frame)
  }

  closeChannel (to: SignedPresence): void {
    this.paths.closeChannel(to)
  }

  /**
   * Counts a signed message that no honest session sends, if that is found out later
   * than in `receive`: three in a minute close the paths to it
   */
  reportViolation (presence: SignedPresence): void {
    this.paths.reportViolation(toString(presence.sessionKey, 'base16'))
  }

  /** Counts something that was not used */
  drop (reason: DropReason): void {
    this.context.drop(reason)
  }

  /** A session has left, and never comes back */
  forget (presence: SignedPresence): void {
    const { known } = this.context

    known.forget(presence)
    this.paths.close(presence, known.find(toString(presence.sessionKey, 'base16')) != null)
  }

  /** One change after the other; incoming messages wait for it */
  private async change (make: () => Promise<void>): Promise<void> {
    this.changing = this.changing.then(make).catch(err => { this.context.log.error('a change failed - %e', err) })

    await this.changing
  }

  private async listen (options: AbortOptions = {}): Promise<void> {
    if (this.context.init.listen !== false) {
      await this.streams.listen(protocolOf(this.presence.sessionKey, this.context.keys.current), options)
    }
  }

  /** Forgets everybody else: streams to them lead to where the last epoch is still served */
  private keepOnly (staying: SignedPresence[]): void {
    const sessionKeys = staying.map(({ sessionKey }) => toString(sessionKey, 'base16'))

    this.context.known.startEpoch(this.context.keys.current, staying)
    this.paths.getStreams().filter(({ sessionKey }) => !sessionKeys.includes(sessionKey)).forEach(stream => {
      this.paths.deleteStream(stream)
      stream.close()
    })
  }
}
