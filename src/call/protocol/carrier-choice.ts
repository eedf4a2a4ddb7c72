import type { Participant } from './participants.ts'
import type { Quality } from '../../link/index.ts'

/** What the choice of a carrier depends on */
export type CarrierCandidate = Pick<Participant, 'publicKey' | 'linkState' | 'onHold' | 'links' | 'carries'> & {
  quality?: { quality: Quality }
  /** The quality of its links, by its own account */
  qualities: ReadonlyMap<string, Quality>
}

const RANKS: Record<Quality, number> = { good: 0, fair: 1, poor: 2, lost: 3 }

/**
 * Returns the public keys of the members that could carry voices between the local participant
 * and another one, the best first: by the worse of the two links that it takes, then by
 * the number of pairs that they carry already. They must be linked with both, because
 * only voices that come straight from their owners are carried.
 */
export function rankCarriers (other: string, candidates: CarrierCandidate[]): string[] {
  return candidates
    .filter(({ publicKey, linkState, onHold, links }) => publicKey !== other && linkState === 'connected' && !onHold && links.get(other) === 'connected')
    .map(({ publicKey, quality, qualities, carries }) => ({ publicKey, rank: Math.max(rank(quality?.quality), rank(qualities.get(other))), load: carries.length }))
    .sort((a, b) => a.rank - b.rank || a.load - b.load || (a.publicKey < b.publicKey ? -1 : 1))
    .map(({ publicKey }) => publicKey)
}

/** A link that has not been measured yet has just come up: nothing is wrong with it */
function rank (quality: Quality = 'good'): number {
  return RANKS[quality]
}
