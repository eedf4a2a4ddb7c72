import { toString } from 'uint8arrays/to-string'
import { BadMessageError } from './messages.ts'
import type { Source } from './blame.ts'
import type { OpenedEnvelope } from './envelope.ts'
import type { Router } from './router.ts'
import type { SenderCheck } from './sender-check.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { ReceivedMessage } from './signaling-events.ts'

export interface ForwarderInit {
  context: SignalingContext
  router: Pick<Router, 'sendDirectly'>
  senderCheck: Pick<SenderCheck, 'verify'>
  deliver(message: ReceivedMessage): void
}

/**
 * Handles frames that are addressed to another session: forwards them to their recipient,
 * except for a goodbye that a member passes on, which concerns us as well
 */
export class Forwarder {
  private readonly init: ForwarderInit

  constructor (init: ForwarderInit) {
    this.init = init
  }

  /**
   * @throws {BadMessageError} when a frame can't be used
   */
  async handle (envelope: OpenedEnvelope, senderSessionKey: string, frame: Uint8Array, source: Source): Promise<void> {
    await (senderSessionKey === source.path.sessionKey || envelope.message.type !== 'leave'
      ? this.forward(envelope, senderSessionKey, frame, source)
      : this.handleLeave(envelope, senderSessionKey, frame, source))
  }

  /**
   * Handles a `leave` of another session that the carrier passes on. It holds
   * for everyone, regardless of its recipient and how often it arrives
   */
  private async handleLeave (envelope: OpenedEnvelope, senderSessionKey: string, frame: Uint8Array, source: Source): Promise<void> {
    const { known, keys, init } = this.init.context

    await this.init.senderCheck.verify(envelope, source)

    // another session of the local identity makes way by a message to this one: anything else may be a replay
    if (envelope.sender === init.identity.publicKey) {
      throw new BadMessageError('own-key', { violation: false })
    }

    const session = known.get(envelope.sender, envelope.senderSession)

    if (session?.sessionKey !== senderSessionKey) {
      throw new BadMessageError('unknown-sender')
    }

    const { callId, message } = envelope
    this.init.deliver({ presence: session.presence, callId, message, frame, carrier: source.path.sessionKey, current: envelope.keys === keys.current })
  }

  /**
   * Forwards a frame to a neighbour unchanged, if it is signed by the session at the
   * other end of the very path that it arrived on. So the peer that delivers a bad frame has
   * made it, and no frame can circulate.
   */
  private async forward (envelope: OpenedEnvelope, senderSessionKey: string, frame: Uint8Array, source: Source): Promise<void> {
    const { known } = this.init.context

    if (senderSessionKey !== source.path.sessionKey) {
      throw new BadMessageError('wrong-peer')
    }

    await this.init.senderCheck.verify(envelope, source)
    const { sender, senderSession, introduction, keys } = envelope
    const session = introduction == null ? known.get(sender, senderSession) : known.claim(introduction, keys, undefined, Date.now())

    if (session?.sessionKey !== senderSessionKey) {
      throw new BadMessageError(session == null ? 'unknown-sender' : 'wrong-peer')
    }

    const recipient = known.find(toString(envelope.recipientSessionKey, 'base16'))

    if (recipient == null) {
      throw new BadMessageError('unroutable', { violation: false })
    }

    this.init.router.sendDirectly(recipient.presence, frame, true)
  }
}
