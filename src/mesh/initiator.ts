/**
 * Returns whether the local participant creates the offers: of two, that is the one
 * with the higher public key. Public keys are 64 lower-case hex digits, so string
 * order is byte order.
 *
 * @throws {RangeError} if both are the same
 */
export function isInitiator (local: string, remote: string): boolean {
  if (local === remote) {
    throw new RangeError('A participant has no link to itself')
  }

  return local > remote
}

export interface Contender {
  publicKey: string
  /** Starts with the time of the join, so greater is later */
  session: string
}

/**
 * Decides which participants stay if there are too many: the later joins go first,
 * and of two at the same time the higher key. All peers with the same list decide
 * alike.
 *
 * @returns the public keys of those that stay
 */
export function selectParticipants (contenders: Contender[], limit: number): Set<string> {
  const ranked = [...contenders].sort((a, b) => {
    const first = joinTime(a.session) + a.publicKey
    const second = joinTime(b.session) + b.publicKey

    return first < second ? -1 : 1
  })

  return new Set(ranked.slice(0, limit).map(({ publicKey }) => publicKey))
}

/** The first 48 bits of a session are the time of its join */
function joinTime (session: string): string {
  return session.slice(0, 12)
}
