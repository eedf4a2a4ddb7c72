import { toString } from 'uint8arrays/to-string'
import { setNewest } from '../newest.ts'
import { sealEnvelope } from './envelope.ts'
import { MAX_KNOWN_SESSIONS } from './limits.ts'
import { sessionKeyOf } from './session.ts'
import type { Delivery } from './delivery.ts'
import type { Dialer } from './dialer.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { KnownSession, KnownSessions } from './known-sessions.ts'
import type { DropReason, Envelope, SignalMessage, SignedPresence } from './messages.ts'
import type { Routes } from './routes.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingInit } from './signaling-init.ts'
import type { AbortOptions, Logger, PeerInfo } from '@libp2p/interface'

/** Messages that may come before anybody told of their sender, so it introduces itself */
const INTRODUCTIONS = ['join', 'look', 'welcome', 'present', 'refuse', 'offer', 'roster', 'knock', 'wait']

export interface OutboxInit {
  signaling: SignalingInit
  keys: EpochKeys
  log: Logger
  known: KnownSessions
  routes: Routes<SignalStream>
  dialer: Dialer
  delivery: Delivery
  /** Nothing is sent any more */
  stopped: AbortSignal
  /** What this session says of itself */
  presence(): SignedPresence
  drop(reason: DropReason): void
}

/**
 * Seals what this session says, and hands it over for delivery in the order in
 * which it was said
 */
export class Outbox {
  private readonly init: OutboxInit
  /** Session keys of those who were asked to let us in, and have not answered */
  private readonly asked = new Map<string, Uint8Array>()
  /** Nobody is asked to let us in any more */
  private readonly withdrawn = new AbortController()
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
    this.post(this.seal({ sessionKey: session.presence.sessionKey, session, message }), frame => { this.init.delivery.send(session, frame) })
  }

  /** See {@link Signaling.introduce}, as with the others below */
  async introduce (peer: PeerInfo, message: SignalMessage, options: AbortOptions = {}): Promise<void> {
    const sessionKey = sessionKeyOf(peer.id)
    const first = async (): Promise<Uint8Array> => this.seal({ sessionKey, message })
    const key = toString(sessionKey, 'base16')
    setNewest(this.asked, key, sessionKey, MAX_KNOWN_SESSIONS)

    const signal = options.signal == null ? this.withdrawn.signal : AbortSignal.any([options.signal, this.withdrawn.signal])
    signal.throwIfAborted()

    if (this.init.routes.getStreams(key).length === 0 && !this.init.dialer.isDialling(key)) {
      await this.init.dialer.connect(sessionKey, peer.multiaddrs, first, { signal })
    } else {
      const stream = await this.init.dialer.connect(sessionKey, peer.multiaddrs, first, { signal })
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

    this.post(this.seal({ sessionKey: session.presence.sessionKey, session, message }), frame => { this.init.delivery.sendDirectly(session, frame, dial) })
  }

  handOn (to: string, leave: Uint8Array): void {
    const session = this.init.known.get(to)

    if (session != null && !this.init.stopped.aborted) {
      this.post(this.enqueue(async () => leave), frame => { this.init.delivery.send(session, frame) })
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

  /** What comes first on a stream to a session */
  async sealGreeting (session: KnownSession): Promise<Uint8Array> {
    return this.seal({ sessionKey: session.presence.sessionKey, session, message: this.init.signaling.greeting() })
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
      sequence: this.init.signaling.session.next(),
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
}
