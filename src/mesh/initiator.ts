/**
 * Of two participants the one with the higher public key makes the offers.
 * Public keys are 64 lower-case hex digits, so string order is byte order.
 *
 * @throws {RangeError} when both are the same: nobody calls themself
 */
export function isInitiator (own: string, other: string): boolean {
  if (own === other) {
    throw new RangeError('There is no link from a participant to itself')
  }

  return own > other
}

export interface Contender {
  publicKey: string
  /** Begins with the time of the join, so greater is later */
  session: string
}

/**
 * Who stays when more want in than may: the later joins go first, and of two at
 * the same time the higher key. Everybody who knows the same contenders decides
 * the same.
 *
 * @returns the public keys of those who stay
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
