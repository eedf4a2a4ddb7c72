import { verifyRosters } from '../group/index.ts'
import { presencesIn, verifyAll } from './introduced-presences.ts'
import { BadMessageError } from './messages.ts'
import type { OpenedEnvelope } from './envelope.ts'
import type { SignedPresence } from './messages.ts'
import type { Outbox } from './outbox.ts'
import type { SignalingContext } from './signaling-context.ts'

/** Messages that can be sent when only the recipient's session key is known */
const UNADDRESSED = ['join', 'look', 'leave']

/**
 * Checks that a message is for the local session. A session that asks to be let in, or
 * withdraws that, may not know yet which session it speaks to. Nobody else can pass such a
 * message on: it must be `firstHand`, so that it can't be replayed in a later session.
 *
 * @throws {BadMessageError} when it isn't
 */
export function checkRecipient ({ message, recipient, recipientSession }: OpenedEnvelope, firstHand: boolean, context: SignalingContext): void {
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
 * Checks what a message passes on of others, and that an answer was asked for
 *
 * @throws {BadMessageError} when it can't be used
 */
export async function checkContent ({ message, keys }: OpenedEnvelope, senderSessionKey: string, context: SignalingContext, outbox: Pick<Outbox, 'takeLook'>): Promise<void> {
  if (message.type === 'present' && !outbox.takeLook(senderSessionKey)) {
    throw new BadMessageError('unexpected')
  }

  await verifyAll(presencesIn(message), keys, context)

  if (message.type === 'stale') {
    checkStale(message.presence, context)
  } else if (message.type === 'roster' && !await verifyRosters([...message.links ?? [], ...message.roster == null ? [] : [message.roster]])) {
    throw new BadMessageError('signature')
  }
}

/** The local session can only be older than another one of its own identity */
function checkStale ({ publicKey, session }: SignedPresence, { init: { identity, session: local } }: SignalingContext): void {
  if (publicKey !== identity.publicKey || session <= local.id) {
    throw new BadMessageError('unexpected')
  }
}
