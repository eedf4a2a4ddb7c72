/**
 * Rosters from before they formed a chain: without the hash of the predecessor, but with the
 * signature of the owner who named each other owner. Such a roster proves itself, so it can
 * skip versions. A group file may hold one, and the chain continues from it.
 *
 * From others it is accepted only until a chained roster is known: the newest legacy roster
 * that a known owner has signed is the root of the chain. Members who don't agree on the root
 * have a fork, which the chain resolves, see `fork-choice.ts`.
 */

import { isChain } from './roster-chain.ts'
import type { ChainLink } from './roster-chain.ts'

/** Highest version and epoch of a legacy roster from others: none has had so many changes, and others can follow */
const MAX_LEGACY_VERSION = 1_000_000

export type LegacyOutcome = 'newer' | 'older' | 'fork-newer' | 'fork-older' | 'refused'

/** Returns whether a link is from before rosters formed a chain */
export function isLegacy ({ signed }: ChainLink): boolean {
  return signed != null && signed.previous == null
}

/**
 * Compares two chains with different roots, of which `theirs` begins with a legacy roster.
 * `undefined` if the roots say nothing about it: both chains have gone on.
 */
export function compareLegacy (ours: readonly ChainLink[], theirs: readonly ChainLink[]): LegacyOutcome | undefined {
  const known = ours[ours.length - 1]
  const [root, first] = theirs

  if (known.signed?.previous != null) {
    return first == null ? compareRoot(ours[0], root) : undefined
  }

  // the founder may have to decide
  if (!isAcceptable(known, root) || !isChain(theirs)) {
    return undefined
  }

  if (root.version > known.version || (root.version === known.version && known.signed == null)) {
    return 'newer'
  }

  if (first != null) {
    return known.owners.some(({ publicKey }) => publicKey === first.signed?.signer) ? 'fork-newer' : 'refused'
  }

  if (root.version < known.version) {
    return 'older'
  }

  return (root.hash ?? '') < (known.hash ?? '') ? 'fork-newer' : 'fork-older'
}

/** Compares a legacy roster with the root of a chain that has gone on */
function compareRoot (ours: ChainLink, theirs: ChainLink): LegacyOutcome {
  if (!isLegacy(ours) || theirs.version < ours.version) {
    return 'older'
  }

  return isAcceptable(ours, theirs) ? 'fork-older' : 'refused'
}

function isAcceptable (known: ChainLink, next: ChainLink): boolean {
  return next.version <= MAX_LEGACY_VERSION && (next.signed?.epoch ?? 0) <= MAX_LEGACY_VERSION && isAuthorized(known, next)
}

/**
 * Returns whether a roster was signed by an owner that is known, or by one that such an owner
 * has named since. An owner that was removed doesn't get back by being named earlier: `since`
 * is not above the known version.
 */
function isAuthorized (known: ChainLink, next: ChainLink): boolean {
  const trusted = new Set(known.owners.map(({ publicKey }) => publicKey))
  const oldest = Math.min(known.version + 1, next.version)

  // each round adds at least one, or is the last
  for (let before = -1; before !== trusted.size;) {
    before = trusted.size

    for (const { publicKey, since, named } of next.owners) {
      if (named != null && trusted.has(named.by) && since >= oldest && since <= next.version) {
        trusted.add(publicKey)
      }
    }
  }

  return next.signed != null && trusted.has(next.signed.signer) && next.owners.every(({ publicKey }) => trusted.has(publicKey))
}
