import { verifyPresence } from './envelope.ts'
import { BadMessageError } from './messages.ts'
import type { SignalMessage, SignedPresence } from './messages.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { GroupKeys } from '../group/index.ts'

/**
 * A presence that isn't signed by its identity and its process makes the whole message
 * bad, whatever it says
 *
 * @throws {BadMessageError} with the reason `signature`
 */
export async function verifyAll (presences: SignedPresence[], keys: GroupKeys, { known }: SignalingContext): Promise<void> {
  for (const presence of presences) {
    if (!known.has(presence, keys) && !await verifyPresence(presence, keys)) {
      throw new BadMessageError('signature')
    }
  }
}

/** Returns the presences of others that a message passes on */
export function presencesIn (message: SignalMessage): SignedPresence[] {
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

/**
 * Remembers the verified presences that a member introduces, and returns its message
 * without those that aren't known afterwards: sessions that have left, or were replaced,
 * don't come back because a member hasn't heard of that, nor does a member introduce
 * more than its share
 *
 * @param message
 * @param keys - that the presences were verified with
 * @param introducer - public key of the member
 * @param context
 */
export function learn (message: SignalMessage, keys: GroupKeys, introducer: string, context: SignalingContext): SignalMessage {
  const { known, init } = context
  const isOurs = ({ publicKey }: SignedPresence): boolean => publicKey === init.identity.publicKey
  const isKnown = (presence: SignedPresence): boolean => isOurs(presence) || known.get(presence.publicKey, presence.session) != null

  // others only tell us who is there
  if (message.type !== 'present' && init.isMember(introducer)) {
    presencesIn(message).filter(({ publicKey, session }) => !context.isLocal(publicKey, session) && !context.wasLocal(publicKey, session)).forEach(presence => {
      // a person who knocks is not a member, and passes by; and nobody can invent sessions of ours
      known.claim(presence, keys, message.type === 'knock' || isOurs(presence) ? undefined : introducer, Date.now())
    })
  }

  switch (message.type) {
    case 'welcome':
      return { ...message, presences: message.presences.filter(isKnown) }
    case 'refuse':
      return message.presences == null ? message : { ...message, presences: message.presences.filter(isKnown) }
    case 'present':
      return { ...message, presences: message.presences.filter(presence => isOurs(presence) || !known.isStale(presence)) }
    default:
      return message
  }
}
