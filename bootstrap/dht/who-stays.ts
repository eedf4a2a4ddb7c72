/** What decides which providers of a key stay when there are too many */
export interface Claim {
  /** Whether it has proven that it holds the key's secret */
  readonly proven: boolean
  /** Whether it is connected to this peer */
  readonly connected: boolean
  /** See `networkOf` */
  readonly network: string
}

/**
 * Returns providers of a key in the order in which they are worth keeping, and are
 * returned to peers that ask: proven before unproven, then connected before
 * disconnected, then the first of each network before the second of any, then at
 * random.
 *
 * PeerIds cost nothing, so nothing is counted by PeerId. A proof takes the secret. A
 * connection has to be held, and a bootstrap peer has 2,048. A network has to be paid
 * for, and its owner displaces only records of that network. The rest is random,
 * because neither the first nor the last to arrive may win against a flood, and two
 * peers that ask shouldn't begin with the same false provider.
 *
 * @param claims - in any order
 * @param random - 0 to 1
 */
export function byWorth <T extends Claim> (claims: readonly T[], random: () => number = Math.random): T[] {
  const turns = new Map<string, number>()

  return claims
    .map(claim => ({ claim, group: claim.proven ? 0 : 2, lot: random() }))
    .map(({ claim, group, lot }) => ({ claim, group: claim.connected ? group : group + 1, lot }))
    .sort((a, b) => a.lot - b.lot)
    .map(({ claim, group }) => {
      const network = `${group} ${claim.network}`
      const turn = turns.get(network) ?? 0
      turns.set(network, turn + 1)

      return { claim, group, turn }
    })
    .sort((a, b) => a.group - b.group || a.turn - b.turn)
    .map(({ claim }) => claim)
}

/** What decides which keys stay when there are too many */
export interface KeyClaim {
  /** Whether one of its providers is connected to this peer */
  readonly connected: boolean
  /** Number of records of a network, the smallest among the networks of the key's providers */
  readonly crowd: number
}

/**
 * Returns keys in the order in which they are worth keeping: keys with a connected
 * provider first, then keys of networks with few records, then at random. Proofs don't
 * count, because anyone can create keys and prove those.
 *
 * @param claims - in any order
 * @param random - 0 to 1
 */
export function keysByWorth <T extends KeyClaim> (claims: readonly T[], random: () => number = Math.random): T[] {
  return claims
    .map(claim => ({ claim, lot: random() }))
    .sort((a, b) => Number(b.claim.connected) - Number(a.claim.connected) || a.claim.crowd - b.claim.crowd || a.lot - b.lot)
    .map(({ claim }) => claim)
}
