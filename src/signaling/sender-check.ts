import { equals } from 'uint8arrays/equals'
import { verifyEnvelope } from './envelope.ts'
import { verifyAll } from './introduced-presences.ts'
import { MAX_FORGERIES_TOLD } from './limits.ts'
import { BadMessageError } from './messages.ts'
import type { Source } from './blame.ts'
import type { Opened, OpenedEnvelope } from './envelope.ts'
import type { KnownSession } from './known-sessions.ts'
import type { SignedPresence } from './messages.ts'
import type { Outbox } from './outbox.ts'
import type { Neighbour } from './paths.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { Forgery } from './signaling-events.ts'
import type { Header } from './version.ts'

export interface SenderCheckInit {
  context: SignalingContext
  outbox: Pick<Outbox, 'reply'>
  /** Called for a message that isn't by its alleged sender, once per sender and carrier */
  onForged(forgery: Forgery): void
}

/** Checks who has sent a frame: its signature, and the session that it comes from */
export class SenderCheck {
  private readonly init: SenderCheckInit
  private readonly forgeries = new Set<string>()

  constructor (init: SenderCheckInit) {
    this.init = init
  }

  /**
   * Verifies that an envelope was signed by its sender, and that the presence with which
   * it introduces itself is its own
   *
   * @throws {BadMessageError} with the reason `signature` or `malformed`
   */
  async verify (envelope: Omit<Header, 'version'> & Opened, source: Source): Promise<void> {
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

      await verifyAll([introduction], keys, this.init.context)
    }

    source.state = 'signed'
  }

  /**
   * Returns the session of a verified envelope, which counts as met from now on
   *
   * @throws {BadMessageError} when it is stale, unknown, or turned away
   */
  identify ({ sender, senderSession, introduction, message, keys }: OpenedEnvelope, senderSessionKey: string, carrier?: string): KnownSession {
    const { known } = this.init.context
    const presence = introduction ?? known.get(sender, senderSession)?.presence

    if (presence == null) {
      throw new BadMessageError(known.isStale({ publicKey: sender, session: senderSession }) ? 'wrong-session' : 'unknown-sender')
    }

    const session = message.type === 'look' ? known.look(presence, keys, Date.now()) : known.meet(presence, keys, carrier, Date.now())

    if (session == null && !known.isStale(presence)) {
      throw new BadMessageError('too-many-sessions', { violation: false })
    }

    if (session?.sessionKey !== senderSessionKey) {
      throw new BadMessageError('wrong-session')
    }

    return session
  }

  /**
   * Answers a request of a session whose identity has a newer one, if that is so: the
   * session can't know, because its counter may be lost or that of another device
   *
   * @throws {BadMessageError} with the reason `wrong-session` after it has answered
   */
  refuseStale (presence: SignedPresence, from: Neighbour): void {
    const { known } = this.init.context
    const newer = known.newerThan(presence)

    if (newer == null) {
      return
    }

    from.proven = true
    from.publicKey ??= presence.publicKey

    if (!known.takeRate(presence.publicKey, Date.now())) {
      throw new BadMessageError('rate')
    }

    this.init.outbox.reply(from, presence, { type: 'stale', presence: newer })

    throw new BadMessageError('wrong-session', { violation: false })
  }

  private reportForgery (forgery: Forgery): void {
    const key = `${forgery.sender} ${forgery.carrier}`

    if (!this.forgeries.has(key) && this.forgeries.size < MAX_FORGERIES_TOLD) {
      this.forgeries.add(key)
      this.init.onForged(forgery)
    }
  }
}
