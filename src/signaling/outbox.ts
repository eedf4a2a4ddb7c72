import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { toString } from 'uint8arrays/to-string'
import { setNewest } from '../newest.ts'
import { sealEnvelope } from './envelope.ts'
import { DIAL_TIMEOUT, MAX_KNOWN_SESSIONS, MAX_STREAMS_PER_PEER, MAX_UNSENT_FRAMES } from './limits.ts'
import { protocolOf } from './protocol.ts'
import { sessionKeyOf } from './session.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { KnownSession, KnownSessions } from './known-sessions.ts'
import type { DropReason, Envelope, SignalMessage, SignedPresence } from './messages.ts'
import type { Routes } from './routes.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingInit } from './signaling-init.ts'
import type { Streams } from './streams.ts'
import type { AbortOptions, Logger, PeerId, PeerInfo } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Messages that may come before anybody told of their sender, so it introduces itself */
const INTRODUCTIONS = ['join', 'look', 'welcome', 'present', 'refuse', 'offer', 'roster', 'knock', 'wait']

export interface OutboxInit {
  signaling: SignalingInit
  keys: EpochKeys
  connectionManager: ConnectionManager
  log: Logger
  known: KnownSessions
  routes: Routes<SignalStream>
  streams: Streams
  /** Nothing is dialled any more */
  stopped: AbortSignal
  /** What this session says of itself */
  presence(): SignedPresence
  drop(reason: DropReason): void
  /** A session serves the group no more, though its process lives */
  onGone(presence: SignedPresence): void
}

/**
 * Seals what this session says and brings it on its way: over a path that is
 * there, through somebody else, or by dialling
 */
export class Outbox {
  private readonly init: OutboxInit
  private readonly dials = new Map<string, Promise<SignalStream>>()
  private readonly unrouted = new Map<string, Uint8Array[]>()
  /** Session keys of those who were asked to let us in, and have not answered */
  private readonly asked = new Map<string, Uint8Array>()
  /** Nobody is asked to let us in any more */
  private readonly withdrawn = new AbortController()
  private sequence = 0n
  private outgoing: Promise<void> = Promise.resolve()

  constructor (init: OutboxInit) {
    this.init = init
  }

  /** Resolves when all is on its way that was sent up to now, but for what waits for a dial */
  async flush (): Promise<void> {
    await this.outgoing
  }

  /** A session has spoken: there is nothing to be taken back from it */
  onAnswer (sessionKey: string): void {
    this.asked.delete(sessionKey)
  }

  /** Sends a message to one of whom it is known how to reach it */
  sendTo (session: KnownSession, message: SignalMessage): void {
    this.post(this.seal({ sessionKey: session.presence.sessionKey, session, message }), frame => { this.route(session, frame) })
  }

  /** Gives a session a frame, as it is, by a direct path or after a dial */
  forward (session: KnownSession, frame: Uint8Array): void {
    if (this.init.routes.direct(session.sessionKey)?.send(frame) !== true) {
      this.sendAfterDial(session, frame)
    }
  }

  /** See {@link Signaling.introduce}, as with the others below */
  async introduce (peer: PeerInfo, message: SignalMessage, options: AbortOptions = {}): Promise<void> {
    const sessionKey = sessionKeyOf(peer.id)
    const first = async (): Promise<Uint8Array> => this.seal({ sessionKey, message })
    const key = toString(sessionKey, 'base16')
    setNewest(this.asked, key, sessionKey, MAX_KNOWN_SESSIONS)

    const signal = options.signal == null ? this.withdrawn.signal : AbortSignal.any([options.signal, this.withdrawn.signal])
    signal.throwIfAborted()

    if (this.init.routes.getStreams(key).length === 0 && !this.dials.has(key)) {
      await this.connect(sessionKey, peer.multiaddrs, first, { signal })
    } else {
      const stream = await this.connect(sessionKey, peer.multiaddrs, first, { signal })
      const frame = await first()
      signal.throwIfAborted()
      stream.send(frame)
    }
  }

  send (to: string, message: SignalMessage): void {
    const session = this.init.known.get(to)

    if (session == null || this.init.stopped.aborted) {
      this.init.drop('unroutable')
      return
    }

    this.sendTo(session, message)
  }

  sendDirectly (to: string, message: SignalMessage, dial: boolean): void {
    const session = this.init.known.get(to)

    if (session == null || this.init.stopped.aborted) {
      this.init.drop('unroutable')
      return
    }

    this.post(this.seal({ sessionKey: session.presence.sessionKey, session, message }), frame => {
      if (this.init.routes.direct(session.sessionKey)?.send(frame) === true) {
        return
      }

      if (dial) {
        this.sendAfterDial(session, frame)
      } else {
        this.init.drop('unroutable')
      }
    })
  }

  handOn (to: string, leave: Uint8Array): void {
    const session = this.init.known.get(to)

    if (session != null && !this.init.stopped.aborted) {
      this.post(this.enqueue(async () => leave), frame => { this.route(session, frame) })
    }
  }

  withdraw (): void {
    this.withdrawn.abort()
    this.asked.forEach((sessionKey, key) => {
      const path = this.init.routes.direct(key)

      if (path != null) {
        this.post(this.seal({ sessionKey, message: { type: 'leave' } }), frame => { path.send(frame) })
      }
    })
  }

  dial (to: string): void {
    const session = this.init.known.get(to)

    if (session != null && this.init.routes.direct(session.sessionKey) == null) {
      this.connectTo(session)
        .catch(err => { this.init.log('could not dial a participant - %e', err) })
    }
  }

  /** Resolves in the order of the calls, so that messages go out in that order */
  private async seal (to: { sessionKey: Uint8Array, session?: KnownSession, message: SignalMessage }): Promise<Uint8Array> {
    const envelope: Envelope = {
      callId: this.init.signaling.callId(),
      sender: this.init.signaling.identity.publicKey,
      senderSession: this.init.presence().session,
      senderSessionKey: this.init.presence().sessionKey,
      recipientSessionKey: to.sessionKey,
      recipient: to.session?.presence.publicKey,
      recipientSession: to.session?.presence.session,
      sequence: ++this.sequence,
      introduction: INTRODUCTIONS.includes(to.message.type) ? this.init.presence() : undefined,
      message: to.message
    }

    // of now: an epoch that begins while this stands in line is not meant
    const keys = this.init.keys.current

    return this.enqueue(async () => sealEnvelope(envelope, this.init.signaling.identity, keys))
  }

  /** One after the other, since signing may take turns of the event loop */
  private async enqueue (make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const made = this.outgoing.then(make)
    this.outgoing = made.then(() => {}, () => {})

    return made
  }

  /** Whoever waits for what was sent waits for its delivery, too: a stream may be closed behind it */
  private post (frame: Promise<Uint8Array>, deliver: (frame: Uint8Array) => void): void {
    const delivered = frame.then(deliver).catch(err => { this.init.log.error('message not sent - %e', err) })
    this.outgoing = Promise.all([this.outgoing, delivered]).then(() => {})
  }

  private route (to: KnownSession, frame: Uint8Array): void {
    const introducers = this.init.signaling.introducers(to.presence.publicKey)
      .map(publicKey => this.init.known.get(publicKey)?.sessionKey)
      .filter(sessionKey => sessionKey != null)
    const path = this.init.routes.direct(to.sessionKey) ?? this.init.routes.indirect(to.sessionKey, introducers)

    if (path?.send(frame) !== true) {
      this.sendAfterDial(to, frame)
    }
  }

  private sendAfterDial (to: KnownSession, frame: Uint8Array): void {
    const waiting = this.unrouted.get(to.sessionKey)

    if (waiting != null) {
      if (waiting.push(frame) > MAX_UNSENT_FRAMES) {
        waiting.shift()
        this.init.drop('unroutable')
      }

      return
    }

    const frames = [frame]
    this.unrouted.set(to.sessionKey, frames)
    this.connectTo(to)
      .then(stream => { frames.forEach(frame => { stream.send(frame) }) }, () => { frames.forEach(() => { this.init.drop('unroutable') }) })
      .finally(() => { this.unrouted.delete(to.sessionKey) })
  }

  private async connectTo (to: KnownSession): Promise<SignalStream> {
    const { sessionKey, addresses } = to.presence

    try {
      return await this.connect(sessionKey, addresses, async () => this.seal({ sessionKey, session: to, message: this.init.signaling.greeting() }))
    } catch (err: any) {
      // Noise has proved that this is the process, and it knows nothing of the group
      if (err.name === 'UnsupportedProtocolError') {
        this.init.onGone(to.presence)
      }

      throw err
    }
  }

  /**
   * Opens a stream; several who ask at once get the same. `first` makes its first
   * message, which has to be this end's own.
   */
  private async connect (sessionKey: Uint8Array, addresses: Multiaddr[], first: () => Promise<Uint8Array>, options: AbortOptions = {}): Promise<SignalStream> {
    const key = toString(sessionKey, 'base16')
    const existing = this.init.routes.getStreams(key).findLast(stream => stream.writable)

    if (existing != null) {
      return existing
    }

    const dial = this.dials.get(key) ?? this.openStream(sessionKey, addresses, first, options).finally(() => { this.dials.delete(key) })
    this.dials.set(key, dial)

    return dial
  }

  private async openStream (sessionKey: Uint8Array, addresses: Multiaddr[], first: () => Promise<Uint8Array>, options: AbortOptions): Promise<SignalStream> {
    const peer = peerIdFromPublicKey(publicKeyFromRaw(sessionKey))
    const signal = AbortSignal.any([AbortSignal.timeout(DIAL_TIMEOUT), this.init.stopped, ...(options.signal == null ? [] : [options.signal])])
    const connection = this.init.connectionManager.getConnections(peer).find(({ status }) => status === 'open') ??
      await this.init.connectionManager.openConnection(addresses.length === 0 ? peer : addresses.map(address => withPeer(address, peer)), { signal })
    const stream = await connection.newStream(protocolOf(sessionKey, this.init.keys.current), {
      runOnLimitedConnection: true,
      // the first message goes out together with the protocol's name
      negotiateFully: false,
      maxOutboundStreams: MAX_STREAMS_PER_PEER + 1,
      signal
    })

    const frame = await first()

    if (signal.aborted) {
      // whoever asked has left meanwhile: what is sent now would bring it back
      stream.abort(signal.reason)
      throw signal.reason
    }

    const added = this.init.streams.add(stream, toString(sessionKey, 'base16'))
    // only a member can serve a protocol of this name under this key
    added.proven = true
    added.send(frame)

    return added
  }
}

function withPeer (address: Multiaddr, peer: PeerId): Multiaddr {
  return address.getComponents().at(-1)?.name === 'p2p' ? address : address.encapsulate(`/p2p/${peer.toString()}`)
}
