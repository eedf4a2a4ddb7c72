import { toString } from 'uint8arrays/to-string'
import { verifyRoster } from '../group/index.ts'
import { Authenticator } from './authenticator.ts'
import { BadMessageError } from './messages.ts'
import { Presences } from './presences.ts'
import type { Delivery } from './delivery.ts'
import type { OpenedEnvelope } from './envelope.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { KnownSessions } from './known-sessions.ts'
import type { DropReason } from './messages.ts'
import type { Outbox } from './outbox.ts'
import type { Neighbour } from './routes.ts'
import type { Forgery, ReceivedMessage } from './signaling-events.ts'
import type { SignalingInit } from './signaling-init.ts'

export interface InboxInit {
  signaling: SignalingInit
  keys: EpochKeys
  /** Resolves when no change of epoch is under way: what comes behind it may be sealed anew */
  settled(): Promise<void>
  /** Own session key, 64 lower-case hex digits */
  sessionKey: string
  known: KnownSessions
  outbox: Outbox
  delivery: Delivery
  drop(reason: DropReason): void
  onMessage(message: ReceivedMessage): void
  /** A message of the group that is not by whom it names; told once for each of these and who brought it */
  onForged(forgery: Forgery): void
  /** Who brought a frame has not shown that it is of the group, or makes no sense too often; its path has ended */
  onOffence(from: Neighbour): void
}

/**
 * Looks at each frame that comes, whoever brings it: opens it, hands it on if it
 * is for somebody else, and tells of those that are signed, new and for us
 */
export class Inbox {
  private readonly init: InboxInit
  private readonly presences: Presences
  private readonly authenticator: Authenticator

  constructor (init: InboxInit) {
    this.init = init
    this.presences = new Presences(init)
    this.authenticator = new Authenticator({ ...init, presences: this.presences })
  }

  /** Never throws: what is wrong with a frame is counted */
  async onFrame (frame: Uint8Array, from: Neighbour): Promise<void> {
    let sender: string | undefined

    try {
      if (!from.budget.take(Date.now())) {
        throw new BadMessageError('rate')
      }

      await this.init.settled()
      const envelope = this.init.keys.open(frame, Date.now())
      sender = toString(envelope.senderSessionKey, 'base16')
      await this.handleEnvelope(envelope, sender, frame, from)
    } catch (err: any) {
      this.refuse(err instanceof BadMessageError ? err : new BadMessageError('malformed', { cause: err }), from, sender)
    }
  }

  /**
   * What came cannot be used: that is counted, and its path ends unless its other
   * end has shown that it is of the group. One that has may err now and then.
   * `sender` is the session key of who has sealed it; absent when nobody of the
   * group has.
   */
  refuse (err: BadMessageError, from: Neighbour, sender?: string): void {
    this.init.drop(err.reason)

    // who hands on what others wrote is not to blame for it, as long as it is sealed
    const blamed = sender == null || sender === from.sessionKey
    // a participant who has missed a change of epoch seals for the last one until others tell it
    const once = (sender == null && err.reason !== 'seal') || err.reason === 'signature'

    if (!from.proven || (blamed && err.reason !== 'unroutable' && (once || !from.violations.take(Date.now())))) {
      this.init.onOffence(from)
      from.abort(err)
    }
  }

  private async handleEnvelope (envelope: OpenedEnvelope, senderSessionKey: string, frame: Uint8Array, from: Neighbour): Promise<void> {
    const recipientSessionKey = toString(envelope.recipientSessionKey, 'base16')

    if (envelope.sender === this.init.signaling.identity.publicKey && envelope.senderSession === this.init.signaling.session.id) {
      throw new BadMessageError('own-key')
    }

    if (envelope.message.type === 'leave' && from.proven && recipientSessionKey === from.sessionKey) {
      await this.handleOthersLeave(envelope, senderSessionKey, frame, from)
      return
    }

    if (recipientSessionKey !== this.init.sessionKey) {
      this.forward(frame, from, senderSessionKey, recipientSessionKey)
      return
    }

    if (!from.proven && senderSessionKey !== from.sessionKey) {
      throw new BadMessageError('wrong-peer')
    }

    await this.authenticator.verify(envelope, from)
    const session = await this.authenticator.identify(envelope, senderSessionKey, from)
    const { message, callId, introduction } = envelope

    if (!session.sequence.accept(envelope.sequence)) {
      throw new BadMessageError('replay')
    }

    this.init.outbox.onAnswer(senderSessionKey)

    if (senderSessionKey === from.sessionKey) {
      from.proven = true
      from.answered = true
    }

    if (!session.rate.take(Date.now())) {
      throw new BadMessageError('rate')
    }

    // who leaves may have been let into no call yet: it names the one that it would have begun
    if (introduction == null && message.type !== 'leave' && !this.init.signaling.acceptsCall(callId, envelope.sender)) {
      throw new BadMessageError('unknown-call')
    }

    if (message.type === 'welcome' || message.type === 'present') {
      await this.presences.learnAll(message.presences, envelope.keys, from)
    } else if (message.type === 'knock') {
      await this.presences.learnAll([message.presence], envelope.keys, from)
    } else if (message.type === 'roster' && !await verifyRoster(message.roster)) {
      throw new BadMessageError('signature')
    }

    this.init.onMessage({ from: envelope.sender, presence: session.presence, callId, message, frame })
  }

  /**
   * Somebody hands on that another one has left, which it signed: true for all,
   * whomever it was said to, and as often as it is said
   */
  private async handleOthersLeave (envelope: OpenedEnvelope, senderSessionKey: string, frame: Uint8Array, from: Neighbour): Promise<void> {
    const session = this.init.known.get(envelope.sender)

    if (session == null || session.presence.session !== envelope.senderSession || session.sessionKey !== senderSessionKey) {
      throw new BadMessageError('unknown-sender')
    }

    await this.authenticator.verify(envelope, from)
    this.init.onMessage({ from: envelope.sender, presence: session.presence, callId: envelope.callId, message: envelope.message, frame })
  }

  /**
   * Hands a frame on, as it is, to a neighbour: for who sent it over this very
   * path, and one step only, so that nothing can go round in circles
   */
  private forward (frame: Uint8Array, from: Neighbour, sender: string, recipient: string): void {
    const session = from.proven && sender === from.sessionKey ? this.init.known.find(recipient) : undefined

    if (session == null) {
      throw new BadMessageError('unroutable')
    }

    this.init.delivery.sendDirectly(session, frame, true)
  }
}
