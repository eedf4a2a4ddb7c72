import { TypedEventEmitter } from 'main-event'
import { AddressDialer } from './address-dialer.ts'
import { DeathProbe } from './death-probe.ts'
import { Inbox } from './inbox.ts'
import { Outbox } from './outbox.ts'
import { Paths } from './paths.ts'
import { Router } from './router.ts'
import { hexKeyOf, peerIdOfSessionKey } from './session-key.ts'
import { SignalingContext } from './signaling-context.ts'
import { Streams } from './streams.ts'
import type { DropReason, SignalMessage, SignedPresence } from './messages.ts'
import type { ConnectOptions } from './router.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingEvents } from './signaling-events.ts'
import type { SignalingComponents, SignalingInit } from './signaling-init.ts'
import type { GroupKeys } from '../group/index.ts'
import type { PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * Carries sealed and signed messages between the sessions of one group: over data
 * channels, over streams that begin with the blinded name of the recipient's session
 * key, or through a member that has one of these
 */
export class Signaling extends TypedEventEmitter<SignalingEvents> {
  private readonly context: SignalingContext
  private readonly paths: Paths<SignalStream>
  private readonly streams: Streams
  private readonly router: Router
  private readonly outbox: Outbox
  private readonly inbox: Inbox
  private readonly deathProbe: DeathProbe
  private changing: Promise<void> = Promise.resolve()

  constructor (components: SignalingComponents, init: SignalingInit) {
    super()

    const context = new SignalingContext(components, init)
    const dialer = new AddressDialer(components, { dials: init.dials })
    this.context = context
    this.paths = new Paths({
      blocklist: context.blocklist,
      drop: reason => { context.drop(reason) },
      onFrame: async (frame, from) => this.inbox.onFrame(frame, from)
    })
    this.streams = new Streams({
      context,
      server: init.server,
      paths: this.paths,
      onFrame: async (frame, from) => this.inbox.onFrame(frame, from),
      onUnreadable: (err, from) => { this.inbox.onUnreadable(err, from) },
      onStranger: sessionKey => { this.safeDispatchEvent('stranger', { detail: { sessionKey } }) },
      onOutcome: (stream, outcome) => { this.router.onOutcome(stream, outcome) }
    })
    this.router = new Router({
      context,
      dialer,
      paths: this.paths,
      streams: this.streams,
      greet: async to => this.outbox.sealGreeting(to),
      onGone: presence => { this.safeDispatchEvent('gone', { detail: presence }) }
    })
    this.deathProbe = new DeathProbe({
      timers: context.timers,
      connectionsTo: ({ sessionKey }) => components.connectionManager.getConnections(peerIdOfSessionKey(sessionKey)).filter(({ status }) => status === 'open'),
      dial: async ({ sessionKey, addresses, publicKey }, options) => dialer.probe(peerIdOfSessionKey(sessionKey), addresses, { by: 'member', sources: [publicKey] }, options),
      onDead: presence => { this.safeDispatchEvent('dead', { detail: presence }) }
    })
    this.outbox = new Outbox({ context, paths: this.paths, router: this.router })
    this.inbox = new Inbox({
      context,
      paths: this.paths,
      outbox: this.outbox,
      router: this.router,
      settled: async () => this.changing,
      onForged: forgery => { this.safeDispatchEvent('forged', { detail: forgery }) },
      onOtherVersion: other => { this.safeDispatchEvent('version', { detail: other }) }
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
   * @throws {InvalidCallStateError} when they are accepted elsewhere in this node
   */
  async start (addresses: Multiaddr[]): Promise<void> {
    await this.context.signPresence(addresses, this.context.keys.current)
    this.listen()
  }

  /**
   * Continues in a new epoch of the group: messages are sealed and signed for it, and
   * streams accepted under its name. Existing paths stay. Messages sent before are
   * delivered first, and incoming ones wait.
   *
   * @param keys - of the new epoch
   * @param staying - participants; everybody else is forgotten with the old epoch
   */
  async changeKeys (keys: GroupKeys, staying: SignedPresence[]): Promise<void> {
    await this.change(async () => {
      await this.context.signPresence(this.presence.addresses, keys)
      this.context.keys.change(keys, Date.now())

      this.listen()
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

  /**
   * Signs a presence with other addresses, because the network has changed. Others learn
   * it from the next message that carries it, such as the greeting
   *
   * @param addresses - where others can dial this peer now, the best first
   */
  async renewAddresses (addresses: Multiaddr[]): Promise<void> {
    await this.change(async () => { await this.context.signPresence(addresses, this.context.keys.current) })
  }

  /** Signs a presence with another name; others learn it as in {@link renewAddresses} */
  async renewName (name: string): Promise<void> {
    await this.change(async () => { await this.context.rename(name) })
  }

  /** Gives up what is being dialled: the network has changed */
  abandonDials (): void {
    this.router.abandonDials()
  }

  /** Sends what still waits, then closes every stream. Idempotent */
  async stop (): Promise<void> {
    await this.changing
    this.streams.stopListening()
    await this.outbox.flush()
    this.context.stopped.abort()
    this.deathProbe.stop()
    this.paths.getStreams().forEach(stream => { stream.close() })
  }

  /** Sends a `join` or a `look` to a peer of which only the session key is known */
  async introduce (peer: PeerInfo, message: SignalMessage | (() => SignalMessage), options: ConnectOptions = {}): Promise<void> {
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

  /** Returns whether messages reach a session without passing through another */
  hasPath (to: SignedPresence): boolean {
    return this.paths.direct(hexKeyOf(to)) != null
  }

  /** Resolves when everything sent up to now is sealed and on its way */
  async flush (): Promise<void> {
    await this.outbox.flush()
  }

  /** Passes the frame of another participant's `leave` to a session, after everything sent before */
  handOn (to: SignedPresence, frame: Uint8Array): void {
    this.outbox.handOn(to, frame)
  }

  /** Withdraws the requests to be let in that have not been answered */
  withdraw (): void {
    this.outbox.withdraw()
  }

  /** Opens a stream to a session unless a path ends there already; `returning` if it was just lost. Returns whether it did; rejects if that fails */
  async dial (to: SignedPresence, returning = false): Promise<boolean> {
    return this.router.dial(to, returning)
  }

  /**
   * Sends messages over the data channel to a session from now on. `send` returns false
   * when the bytes can't be sent.
   */
  openChannel (to: SignedPresence, send: (frame: Uint8Array) => boolean): void {
    this.paths.openChannel(to, send)
    this.router.flush(hexKeyOf(to))
    this.deathProbe.watch(to)
  }

  /** The link to a session is silent: finds out whether its process has died, until its channel is opened or closed */
  suspect (presence: SignedPresence): void {
    this.deathProbe.suspect(presence)
  }

  /** Takes a frame that arrived over the data channel to a session */
  receive (from: SignedPresence, frame: Uint8Array): void {
    this.paths.receive(from, frame)
  }

  /** Resolves when the frames that have arrived over the data channel to a session are handled */
  async settled (from: SignedPresence): Promise<void> {
    await this.paths.settled(from)
  }

  closeChannel (to: SignedPresence): void {
    this.paths.closeChannel(to)
    this.deathProbe.clear(to)
  }

  /**
   * Counts a signed message that no honest session sends, if that is found out later
   * than in `receive`: three in a minute close the paths to it
   */
  reportViolation (presence: SignedPresence): void {
    this.paths.reportViolation(hexKeyOf(presence))
  }

  /** Counts something that was not used */
  drop (reason: DropReason): void {
    this.context.drop(reason)
  }

  /** A session has left, and never comes back */
  forget (presence: SignedPresence): void {
    const { known } = this.context

    known.forget(presence)
    this.paths.close(presence, known.find(hexKeyOf(presence)) != null)
  }

  /** One change after the other; incoming messages wait for it */
  private async change (make: () => Promise<void>): Promise<void> {
    this.changing = this.changing.then(make).catch(err => { this.context.log.error('a change failed - %e', err) })

    await this.changing
  }

  private listen (): void {
    if (this.context.init.listen !== false) {
      this.streams.listen(this.context.keys.current)
    }
  }

  /** Forgets everybody else: streams to them lead to where the last epoch is still served */
  private keepOnly (staying: SignedPresence[]): void {
    const sessionKeys = staying.map(hexKeyOf)

    this.context.known.startEpoch(this.context.keys.current, staying)
    this.paths.getStreams().filter(({ sessionKey }) => !sessionKeys.includes(sessionKey)).forEach(stream => {
      this.paths.deleteStream(stream)
      stream.close()
    })
  }
}
