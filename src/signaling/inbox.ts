import { equals } from 'uint8arrays/equals'
import { toString } from 'uint8arrays/to-string'
import { verifyRoster } from '../group/index.ts'
import { verifyEnvelope, verifyPresence } from './envelope.ts'
import { MAX_FORGERIES_TOLD } from './limits.ts'
import { BadMessageError } from './messages.ts'
import type { OpenedEnvelope } from './envelope.ts'
import type { KnownSession } from './known-sessions.ts'
import type { SignalMessage, SignedPresence } from './messages.ts'
import type { Outbox } from './outbox.ts'
import type { Neighbour, Paths } from './paths.ts'
import type { Router } from './router.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { Forgery, ReceivedMessage } from './signaling-events.ts'
import type { GroupKeys } from '../group/index.ts'

/** Messages that can be sent when only the recipient's session key is known */
const UNADDRESSED = ['join', 'look', 'leave']

/**
 * Where a frame comes from, and who is to blame if it is bad:
 * - `arrived`: the path, because carriers forward only what they have verified
 * - `signed`: the session at the other end of the path, if it is the sender
 * - `new`: the sender, whoever carried the frame
 */
interface Source {
  readonly path: Neighbour
  /** Session key that the frame was sealed by; absent if nobody in the group sealed it */
  sender?: string
  state: 'arrived' | 'signed' | 'new'
}

export interface InboxInit {
  context: SignalingContext
  paths: Paths<SignalStream>
  outbox: Outbox
  router: Router
  /** Resolves when no change of epoch is in progress: frames after it may be sealed with other keys */
  settled(): Promise<void>
  /** Called for a message that isn't by its alleged sender, once per sender and carrier */
  onForged(forgery: Forgery): void
}

/**
 * Checks each frame that arrives: opens it, forwards it if it is for another session,
 * and reports those that are signed, new and addressed to the local session
 */
export class Inbox {
  private readonly init: InboxInit
  private readonly forgeries = new Set<string>()

  constructor (init: InboxInit) {
    this.init = init
  }

  /** Handles a frame. Never throws: bad frames are counted */
  async onFrame (frame: Uint8Array, from: Neighbour): Promise<void> {
    const source: Source = { path: from, state: 'arrived' }

    try {
      if (!from.budget.take(Date.now())) {
        throw new BadMessageError('rate')
      }

      await this.init.settled()
      const envelope = this.init.context.keys.open(frame, Date.now())
      source.sender = toString(envelope.senderSessionKey, 'base16')
      await this.handleEnvelope(envelope, source.sender, frame, source)
    } catch (err: any) {
      this.refuse(err instanceof BadMessageError ? err : new BadMessageError('malformed', { cause: err }), source)
    }
  }

  /** Ends a path that bytes arrived on which aren't a frame */
  onUnreadable (err: BadMessageError, path: Neighbour): void {
    this.refuse(err, { path, state: 'arrived' })
  }

  /**
   * Counts a frame that can't be used, and ends its path unless the other end has
   * proven that it belongs to the group: a member may make mistakes now and then.
   */
  private refuse (err: BadMessageError, { path, sender, state }: Source): void {
    const { context, paths } = this.init
    const blamed = err.violation && (state === 'arrived' || sender === path.sessionKey)
    // a participant that missed a change of epoch uses the last one's keys until others tell it
    const once = (sender == null && err.reason !== 'seal') || err.reason === 'signature'

    context.drop(err.reason)

    if (state === 'new' && sender != null && sender !== path.sessionKey && err.violation) {
      paths.reportViolation(sender)
    }

    if (!path.proven || (blamed && (once || !path.violations.take(Date.now())))) {
      if (err.violation) {
        context.blocklist.fail(path.sessionKey, path.network, Date.now())
      }

      path.abort(err)
    }
  }

  private async handleEnvelope (envelope: OpenedEnvelope, senderSessionKey: string, frame: Uint8Array, source: Source): Promise<void> {
    const { context } = this.init
    const { path: from } = source
    const recipientSessionKey = toString(envelope.recipientSessionKey, 'base16')

    if (context.isLocal(envelope.sender, envelope.senderSession) || context.wasLocal(envelope.sender, envelope.senderSession)) {
      throw new BadMessageError('own-key')
    }

    const firstHand = senderSessionKey === from.sessionKey

    if (!from.proven && !firstHand) {
      throw new BadMessageError('wrong-peer')
    }

    if (recipientSessionKey !== context.sessionKey) {
      await (firstHand || envelope.message.type !== 'leave'
        ? this.forward(envelope, senderSessionKey, frame, source)
        : this.handleOthersLeave(envelope, senderSessionKey, frame, source))
      return
    }

    await this.verify(envelope, source)
    this.checkRecipient(envelope, firstHand)

    if (firstHand && envelope.introduction != null && envelope.message.type === 'join' && envelope.keys === context.keys.current) {
      this.refuseStale(envelope.introduction, from)
    }

    const session = this.identify(envelope, senderSessionKey)
    const { message, callId } = envelope

    if (!session.sequence.accept(envelope.sequence)) {
      throw new BadMessageError('replay')
    }

    this.init.outbox.onAnswer(senderSessionKey)

    if (firstHand) {
      from.proven = true
      from.answered = true
    }

    if (!session.rate.take(Date.now())) {
      throw new BadMessageError('rate')
    }

    source.state = 'new'

    await this.learnAll(presencesIn(message), envelope.keys)

    if (message.type === 'stale') {
      this.checkStale(message.presence)
    } else if (message.type === 'roster' && !await verifyRoster(message.roster)) {
      throw new BadMessageError('signature')
    }

    this.deliver({ presence: session.presence, callId, message: this.withoutStale(message), frame, carrier: from.sessionKey, current: envelope.keys === context.keys.current })
  }

  /** Sessions that have left, or were replaced, don't come back because somebody hasn't heard of it */
  private withoutStale (message: SignalMessage): SignalMessage {
    const { known, init: { identity } } = this.init.context
    const isFresh = (presence: SignedPresence): boolean => presence.publicKey === identity.publicKey || !known.isStale(presence)

    switch (message.type) {
      case 'welcome':
      case 'present':
        return { ...message, presences: message.presences.filter(isFresh) }
      case 'refuse':
        return message.presences == null ? message : { ...message, presences: message.presences.filter(isFresh) }
      default:
        return message
    }
  }

  /** The local session can only be older than another one of its own identity */
  private checkStale ({ publicKey, session }: SignedPresence): void {
    const { identity, session: local } = this.init.context.init

    if (publicKey !== identity.publicKey || session <= local.id) {
      throw new BadMessageError('unexpected')
    }
  }

  /**
   * @throws {BadMessageError} when the receiver does
   */
  private deliver (message: ReceivedMessage): void {
    const { init, log } = this.init.context

    try {
      init.receive(message)
    } catch (err) {
      if (err instanceof BadMessageError) {
        throw err
      }

      // a fault of ours is not the sender's
      log.error('could not handle a message - %e', err)
    }
  }

  /**
   * Handles a `leave` of another session that the carrier hands on. It is true for
   * everybody, no matter whom it was sent to or how often it arrives
   */
  private async handleOthersLeave (envelope: OpenedEnvelope, senderSessionKey: string, frame: Uint8Array, source: Source): Promise<void> {
    const { known, keys } = this.init.context

    await this.verify(envelope, source)
    const session = known.get(envelope.sender, envelope.senderSession)

    if (session?.sessionKey !== senderSessionKey) {
      throw new BadMessageError('unknown-sender')
    }

    const { callId, message } = envelope
    this.deliver({ presence: session.presence, callId, message, frame, carrier: source.path.sessionKey, current: envelope.keys === keys.current })
  }

  /**
   * Forwards a frame to a neighbour unchanged, if it is signed by the session at the
   * other end of the very path that it arrived on. So whoever delivers a bad frame has
   * made it, and no frame can circulate.
   */
  private async forward (envelope: OpenedEnvelope, senderSessionKey: string, frame: Uint8Array, source: Source): Promise<void> {
    const { known } = this.init.context

    if (senderSessionKey !== source.path.sessionKey) {
      throw new BadMessageError('wrong-peer')
    }

    await this.verify(envelope, source)
    const { sender, senderSession, introduction, keys } = envelope
    const session = introduction == null ? known.get(sender, senderSession) : known.claim(introduction, keys, Date.now())

    if (session?.sessionKey !== senderSessionKey) {
      throw new BadMessageError(session == null ? 'unknown-sender' : 'wrong-peer')
    }

    const recipient = known.find(toString(envelope.recipientSessionKey, 'base16'))

    if (recipient == null) {
      throw new BadMessageError('unroutable', { violation: false })
    }

    this.init.router.sendDirectly(recipient.presence, frame, true)
  }

  /**
   * Verifies that an envelope was signed by its sender, and that the presence with which
   * it introduces itself is its own
   *
   * @throws {BadMessageError} with the reason `signature` or `malformed`
   */
  private async verify (envelope: OpenedEnvelope, source: Source): Promise<void> {
    const { sender, senderSession, senderSessionKey, introduction, keys } = envelope

    try {
      await verifyEnvelope(envelope)
    } catch (err) {
      this.reportForgery({ sender, carrier: source.path.sessionKey })

      throw err
    }

    if (introduction != null) {
      if (introduction.publicKey !== sender || introduction.session !== senderSession || !equals(introduction.sessionKey, senderSessionKey)) {
        throw new BadMessageError('malformed')
      }

      await this.verifyAll([introduction], keys)
    }

    source.state = 'signed'
  }

  private reportForgery (forgery: Forgery): void {
    const key = `${forgery.sender} ${forgery.carrier}`

    if (!this.forgeries.has(key) && this.forgeries.size < MAX_FORGERIES_TOLD) {
      this.forgeries.add(key)
      this.init.onForged(forgery)
    }
  }

  /** Returns the session of a verified envelope, which counts as met from now on */
  private identify (envelope: OpenedEnvelope, senderSessionKey: string): KnownSession {
    const { known } = this.init.context
    const { sender, senderSession, introduction } = envelope
    const presence = introduction ?? known.get(sender, senderSession)?.presence
    const session = presence == null ? undefined : this.know(presence, envelope)

    if (session == null) {
      throw new BadMessageError(known.isStale({ publicKey: sender, session: senderSession }) ? 'wrong-session' : 'unknown-sender')
    }

    if (session.sessionKey !== senderSessionKey) {
      throw new BadMessageError('wrong-session')
    }

    return session
  }

  private know (presence: SignedPresence, { message, keys }: OpenedEnvelope): KnownSession | undefined {
    const { known } = this.init.context

    return message.type === 'look' ? known.look(presence, keys, Date.now()) : known.meet(presence, keys, Date.now())
  }

  /**
   * A session that asks to be let in, or withdraws that, may not know yet whom it speaks
   * to. Nobody else can pass such a message on, so it can't be replayed in a later session.
   */
  private checkRecipient ({ message, recipient, recipientSession }: OpenedEnvelope, firstHand: boolean): void {
    const { context } = this.init

    if (recipient == null && recipientSession == null && UNADDRESSED.includes(message.type)) {
      if (!firstHand) {
        throw new BadMessageError('wrong-peer')
      }
    } else if (recipient == null || recipientSession == null || !context.isLocal(recipient, recipientSession)) {
      // the sender may not have heard of a renewed session yet
      const former = recipient != null && recipientSession != null && context.wasLocal(recipient, recipientSession)

      throw new BadMessageError('wrong-session', { violation: !former })
    }
  }

  /**
   * Answers a request of a session whose identity has a newer one, if that is so: the
   * session can't know, because its counter may be lost or that of another device
   *
   * @throws {BadMessageError} with the reason `wrong-session` after it has answered
   */
  private refuseStale (presence: SignedPresence, from: Neighbour): void {
    const { known } = this.init.context
    const newer = known.newerThan(presence)

    if (newer == null) {
      return
    }

    from.proven = true
    from.answered = true

    if (!known.takeRate(presence.publicKey, Date.now())) {
      throw new BadMessageError('rate')
    }

    this.init.outbox.reply(from, presence, { type: 'stale', presence: newer })

    throw new BadMessageError('wrong-session', { violation: false })
  }

  /**
   * A presence that isn't signed by its identity and its process makes the whole message
   * bad, whatever it says
   *
   * @throws {BadMessageError} with the reason `signature`
   */
  private async verifyAll (presences: SignedPresence[], keys: GroupKeys): Promise<void> {
    for (const presence of presences) {
      if (!this.init.context.known.has(presence, keys) && !await verifyPresence(presence, keys)) {
        throw new BadMessageError('signature')
      }
    }
  }

  /** Verifies and remembers presences that another session has told of */
  private async learnAll (presences: SignedPresence[], keys: GroupKeys): Promise<void> {
    const { context } = this.init

    await this.verifyAll(presences, keys)
    presences.filter(({ publicKey, session }) => !context.isLocal(publicKey, session) && !context.wasLocal(publicKey, session)).forEach(presence => {
      context.known.claim(presence, keys, Date.now())
    })
  }
}

/** Returns the presences of others that a message passes on */
function presencesIn (message: SignalMessage): SignedPresence[] {
  switch (message.type) {
    case 'welcome':
    case 'present':
      return message.presences
    case 'refuse':
      return message.presences ?? []
    case 'knock':
    case 'stale':
      return [message.presence]
    default:
      return []
  }
}
