import { toString } from 'uint8arrays/to-string'
import { verifyEnvelope } from './envelope.ts'
import { MAX_FORGERIES_TOLD } from './limits.ts'
import { BadMessageError } from './messages.ts'
import type { OpenedEnvelope } from './envelope.ts'
import type { KnownSession, KnownSessions } from './known-sessions.ts'
import type { Presences } from './presences.ts'
import type { Neighbour } from './routes.ts'
import type { Forgery } from './signaling-events.ts'
import type { SignalingInit } from './signaling-init.ts'

/** Messages to somebody of whom nothing but the session key is known */
const UNADDRESSED = ['join', 'look', 'leave']

export interface AuthenticatorInit {
  signaling: SignalingInit
  known: KnownSessions
  presences: Presences
  /** A message of the group that is not by whom it names; told once for each of these and who brought it */
  onForged(forgery: Forgery): void
}

/** Finds out which session an envelope is of, and tells of one that is not by whom it names */
export class Authenticator {
  private readonly init: AuthenticatorInit
  private readonly forgeries = new Set<string>()

  constructor (init: AuthenticatorInit) {
    this.init = init
  }

  /**
   * @throws {BadMessageError} with the reason `signature` when the envelope was not signed by whom it names
   */
  async verify (envelope: OpenedEnvelope, from: Neighbour): Promise<void> {
    try {
      await verifyEnvelope(envelope)
    } catch (err) {
      const forgery = `${envelope.sender} ${from.sessionKey}`

      if (!this.forgeries.has(forgery) && this.forgeries.size < MAX_FORGERIES_TOLD) {
        this.forgeries.add(forgery)
        this.init.onForged({ sender: envelope.sender, carrier: from.sessionKey })
      }

      throw err
    }
  }

  /** Returns the session that a verified envelope is of */
  async identify (envelope: OpenedEnvelope, senderSessionKey: string, from: Neighbour): Promise<KnownSession> {
    const { message, introduction } = envelope

    // who asks to be let in, or takes that back, may not know yet to whom it speaks
    if ((!UNADDRESSED.includes(message.type) || envelope.recipient != null) &&
      (envelope.recipient !== this.init.signaling.identity.publicKey || envelope.recipientSession !== this.init.signaling.session.id)) {
      throw new BadMessageError('wrong-session')
    }

    if (introduction != null) {
      if (introduction.publicKey !== envelope.sender || toString(introduction.sessionKey, 'base16') !== senderSessionKey) {
        throw new BadMessageError('malformed')
      }

      await this.init.presences.learnAll([introduction], envelope.keys, from)
    }

    const session = this.init.known.get(envelope.sender)

    if (session == null) {
      throw new BadMessageError('unknown-sender')
    }

    if (session.presence.session !== envelope.senderSession || session.sessionKey !== senderSessionKey || session.left) {
      throw new BadMessageError('wrong-session')
    }

    return session
  }
}
