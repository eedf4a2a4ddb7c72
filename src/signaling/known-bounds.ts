import { MAX_INTRODUCED, MAX_KNOWN_IDENTITIES, MAX_VISITORS } from './limits.ts'

/** Why an identity is remembered */
export interface Origin {
  /** Public key of the member that introduced it; undefined once it has spoken for itself over a path of its own */
  introducer?: string
  /** Remember it for the whole epoch, because it is or was in the call */
  kept: boolean
}

/** Speaks for itself and hasn't been in the call, so nobody would take a replay of its messages for a participant */
function isVisitor ({ introducer, kept }: Origin): boolean {
  return introducer == null && !kept
}

/** Returns whether a member may introduce another identity: what it invents takes its own share alone */
export function mayIntroduce (introducer: string, origins: Origin[]): boolean {
  const introduced = origins.filter(origin => origin.introducer != null)

  return introduced.length < MAX_KNOWN_IDENTITIES && introduced.filter(origin => origin.introducer === introducer).length < MAX_INTRODUCED
}

/**
 * Returns the identity to forget because too many peers came by, if there is one: the one
 * that was silent the longest
 *
 * @param origins - by public key, the one that was silent the longest first
 * @param isParticipant
 */
export function visitorToForget (origins: Map<string, Origin>, isParticipant: (publicKey: string) => boolean): string | undefined {
  const visitors = [...origins].filter(([, origin]) => isVisitor(origin)).map(([publicKey]) => publicKey)

  return visitors.length > MAX_VISITORS ? visitors.find(publicKey => !isParticipant(publicKey)) : undefined
}
