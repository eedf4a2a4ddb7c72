import { toString } from 'uint8arrays/to-string'
import { setNewest } from '../newest.ts'
import { withDeadline } from '../timers.ts'
import { sealEnvelope } from './envelope.ts'
import { DIAL_TIMEOUT, MAX_ASKED, MAX_LOOKS } from './limits.ts'
import { hexKeyOf, sessionKeyOf } from './session-key.ts'
import type { Envelope, SignalMessage, SignedPresence } from './messages.ts'
import type { Path, Paths } from './paths.ts'
import type { ConnectOptions, Router } from './router.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { PeerInfo } from '@libp2p/interface'

/** Messages that may arrive before their sender was introduced, so they carry its presence */
const INTRODUCTIONS = ['join', 'look', 'welcome', 'present', 'refuse', 'offer', 'roster', 'knock', 'wait', 'stale', 'extension']

export interface OutboxInit {
  context: SignalingContext
  paths: Paths<SignalStream>
  router: Router
}

/** Seals the local session's messages, and routes them in the order of the calls */
export class Outbox {
  private readonly init: OutboxInit
  /** Session keys of peers that were asked to let us in and have not answered */
  private readonly asked = new Map<string, Uint8Array>()
  /** How many questions who is in the call have not been answered, by session key */
  private readonly looks = new Map<string, number>()
  /** Aborted when nobody is asked to let us in any longer */
  private readonly withdrawn = new AbortController()
  private outgoing: Promise<void> = Promise.resolve()

  constructor (init: OutboxInit) {
    this.init = init
  }

  /** Resolves when everything sent up to now is on its way, except what waits for a dial */
  async flush (): Promise<void> {
    await this.outgoing
  }

  /** A session has answered: there is no request to withdraw from it */
  onAnswer (sessionKey: string): void {
    this.asked.delete(sessionKey)
  }

  /** Returns whether a session was asked who is in the call and has not answered before */
  takeLook (sessionKey: string): boolean {
    const open = this.looks.get(sessionKey) ?? 0

    if (open > 1) {
      this.looks.set(sessionKey, open - 1)
    } else {
      this.looks.delete(sessionKey)
    }

    return open > 0
  }

  /** See `Signaling.introduce`, and likewise for the methods below */
  async introduce (peer: PeerInfo, message: SignalMessage | (() => SignalMessage), options: ConnectOptions = {}): Promise<void> {
    const { paths, router } = this.init
    const sessionKey = sessionKeyOf(peer.id)
    const first = async (): Promise<Uint8Array> => this.seal({ sessionKey }, typeof message === 'function' ? message() : message)
    const key = toString(sessionKey, 'base16')
    setNewest(this.asked, key, sessionKey, MAX_ASKED)

    await withDeadline(options.signal, DIAL_TIMEOUT, this.init.context.timers, async limit => {
      const signal = AbortSignal.any([limit, this.withdrawn.signal])
      signal.throwIfAborted()

      if (paths.getStreams(key).length === 0 && !router.isDialling(key)) {
        await router.connect(sessionKey, peer.multiaddrs, first, { ...options, signal })
      } else {
        const stream = await router.connect(sessionKey, peer.multiaddrs, first, { ...options, signal })
        const frame = await first()
        signal.throwIfAborted()
        stream.send(frame)
      }
    })
  }

  send (to: SignedPresence, message: SignalMessage): void {
    if (this.isOpen()) {
      this.post(this.seal(to, message), frame => { this.init.router.send(to, frame) })
    }
  }

  sendDirectly (to: SignedPresence, message: SignalMessage, dial: boolean): void {
    if (this.isOpen()) {
      this.post(this.seal(to, message), frame => { this.init.router.sendDirectly(to, frame, dial) })
    }
  }

  handOn (to: SignedPresence, frame: Uint8Array): void {
    if (this.isOpen()) {
      this.post(this.enqueue(async () => frame), frame => { this.init.router.send(to, frame) })
    }
  }

  /** Sends a message back over the path that a session's own message arrived on */
  reply (path: Path, to: SignedPresence, message: SignalMessage): void {
    if (this.isOpen()) {
      this.post(this.seal(to, message), frame => { path.send(frame) })
    }
  }

  withdraw (): void {
    this.withdrawn.abort()
    this.asked.forEach((sessionKey, key) => {
      // one that was just opened may not have shown yet that it leads to a member
      const path = this.init.paths.direct(key) ?? this.init.paths.getStreams(key).findLast(({ writable }) => writable)

      if (path != null) {
        this.post(this.seal({ sessionKey }, { type: 'leave' }), frame => { path.send(frame) })
      }
    })
  }

  /** Returns the first frame for a new stream to a session */
  async sealGreeting (to: SignedPresence): Promise<Uint8Array> {
    return this.seal(to, this.init.context.init.greeting())
  }

  private isOpen (): boolean {
    const { context } = this.init

    if (context.stopped.signal.aborted) {
      context.drop('unroutable')
    }

    return !context.stopped.signal.aborted
  }

  /** Resolves in the order of the calls, so that messages are sent in that order */
  private async seal (to: Pick<SignedPresence, 'sessionKey'> & Partial<SignedPresence>, message: SignalMessage): Promise<Uint8Array> {
    const { context } = this.init
    const { identity, session, callId } = context.init

    if (message.type === 'look') {
      const sessionKey = hexKeyOf(to)
      setNewest(this.looks, sessionKey, Math.min(MAX_LOOKS, (this.looks.get(sessionKey) ?? 0) + 1), MAX_ASKED)
    }

    const envelope: Envelope = {
      callId: callId(),
      sender: identity.publicKey,
      senderSession: context.presence.session,
      senderSessionKey: context.presence.sessionKey,
      recipientSessionKey: to.sessionKey,
      recipient: to.publicKey,
      recipientSession: to.session,
      sequence: session.next(),
      // our own newer session, which we make way for, has asked without knowing ours
      introduction: INTRODUCTIONS.includes(message.type) || (message.type === 'leave' && to.publicKey === identity.publicKey) ? context.presence : undefined,
      version: context.version,
      message
    }

    // the current ones: an epoch that begins while this waits in line is not meant
    const keys = context.keys.current

    return this.enqueue(async () => sealEnvelope(envelope, identity, keys))
  }

  /** Runs one after the other, because signing may take turns of the event loop */
  private async enqueue (make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const made = this.outgoing.then(make)
    this.outgoing = made.then(() => {}, () => {})

    return made
  }

  /** `flush` waits for the delivery, too: a stream may be closed after it */
  private post (frame: Promise<Uint8Array>, deliver: (frame: Uint8Array) => void): void {
    const delivered = frame.then(deliver).catch(err => { this.init.context.log.error('message not sent - %e', err) })
    this.outgoing = Promise.all([this.outgoing, delivered]).then(() => {})
  }
}
