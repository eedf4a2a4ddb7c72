/** What counts when not all providers of a key can stay */
export interface Claim {
  /** It holds the secret that the key is made of */
  readonly proven: boolean
  /** It is connected to this peer */
  readonly connected: boolean
  /** See `networkOf` */
  readonly network: string
}

/**
 * The order in which providers of a key are worth keeping, and are told to who asks:
 * the proven before the unproven, then the connected before those who have gone, then
 * the first of each network before its second, then by lot.
 *
 * PeerIds cost nothing, so nothing is counted by PeerId. A proof cannot be had without
 * the secret. A connection has to be held, and bootstrap peers have 2,048. A network
 * of one's own has to be paid for: who has one pushes out only its own. By lot, since
 * neither who comes first nor who comes last must win against a flood, and two who ask
 * shall not begin with the same false provider.
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

/** What counts when not all keys can stay */
export interface KeyClaim {
  /** One of its providers is connected to this peer */
  readonly connected: boolean
  /** How many records there are of that network of its providers which has the fewest */
  readonly crowd: number
}

/**
 * The order in which keys are worth keeping: those somebody connected provides before
 * the others, then those of networks with few records. Proofs do not count: anybody
 * can make keys of their own, and prove those.
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
