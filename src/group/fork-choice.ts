import { toString } from 'uint8arrays/to-string'
import { compareLegacy, isLegacy } from './legacy-roster.ts'
import { isChain, MAX_LINKS } from './roster-chain.ts'
import type { ChainLink } from './roster-chain.ts'

/** Versions that the founder's signature can skip: far more than anyone misses, and there is always a next one */
const MAX_MISSED = 10_000

/** Where two chains fork: the first roster of the losing branch */
export interface Fork {
  readonly version: number
  /** 64 hex digits */
  readonly hash: string
}

/**
 * How a chain of rosters relates to ours.
 *
 * newer: take it. older: keep ours. unrelated: it has no roster in common with ours, and the
 * founder has signed nothing that decides. refused: a roster in it is not by an owner.
 */
export interface Comparison {
  relation: 'same' | 'newer' | 'older' | 'unrelated' | 'refused'
  /** If the chains fork */
  fork?: Fork
  /** If theirs is newer: the chain as it is from now on */
  chain?: readonly ChainLink[]
}

/**
 * Compares a chain of rosters with ours, both the oldest first; the signatures of theirs hold.
 *
 * Two branches are compared where they fork, by the first roster of each: both signers are
 * owners in the roster before it, and the owner who was named earlier wins, the founder before
 * all others. Between two rosters of one signer the lower hash wins. How long a branch is
 * doesn't matter. So each member takes the same path through the tree of all rosters, in
 * whatever order they arrive.
 *
 * @param ours
 * @param theirs
 * @param founder - public key of the first owner of the group
 */
export function compareChains (ours: readonly ChainLink[], theirs: readonly ChainLink[], founder: string): Comparison {
  const { at, next } = findLastCommon(ours, theirs)
  const rest = theirs.slice(next)
  const isHead = at === ours.length - 1

  // its newest roster is one of ours, whatever we have dropped since
  if (at !== -1 && rest.length === 0 && !isHead) {
    return { relation: 'older' }
  }

  if (at === -1 || hasGapAfter(ours, at) || (rest.length > 0 && rest[0].version !== ours[at].version + 1)) {
    return compareRoots(ours, theirs, founder, at === -1 ? undefined : [ours[at], ...rest])
  }

  // an invite contains the hash of a roster, but not the roster
  if (rest.length === 0 && !(ours[at].signed == null && theirs[next - 1].signed != null)) {
    return { relation: 'same' }
  }

  if (!isChain([ours[at], ...rest])) {
    return { relation: 'refused' }
  }

  // an invite contains only owners, so take all that members have kept
  const chain = ours[at].signed == null ? trim(theirs, next - 1, founder) : [...ours.slice(0, at + 1), ...rest]

  if (isHead) {
    return { relation: 'newer', chain }
  }

  return precedes(ours[at], rest[0], ours[at + 1])
    ? { relation: 'newer', fork: forkAt(ours[at + 1]), chain }
    : { relation: 'older', fork: forkAt(rest[0]) }
}

/** Returns the index of our newest link that theirs contains or continues, and that of their first link after it */
function findLastCommon (ours: readonly ChainLink[], theirs: readonly ChainLink[]): { at: number, next: number } {
  const indexes = new Map(ours.flatMap(({ hash }, index) => hash == null ? [] : [[hash, index]]))

  for (let next = theirs.length; next >= 0; next--) {
    const link = theirs[next - 1]
    const previous = theirs[next]?.signed?.previous
    const at = (previous == null ? undefined : indexes.get(toString(previous, 'base16'))) ??
      indexes.get(link?.hash ?? '') ??
      (link != null && isInvitedTo(ours[0], link) ? 0 : undefined)

    if (at != null) {
      return { at, next }
    }
  }

  return { at: -1, next: 0 }
}

/** Returns whether a link is the roster that an invite without a hash was made from */
function isInvitedTo (root: ChainLink, { version, owners, signed }: ChainLink): boolean {
  return root.signed == null && root.hash == null && root.version === version && signed?.previous != null &&
    owners.map(({ publicKey }) => publicKey).join() === root.owners.map(({ publicKey }) => publicKey).join() &&
    owners.some(({ publicKey }) => publicKey === signed.signer)
}

/** Returns whether links after this one were dropped */
function hasGapAfter (links: readonly ChainLink[], index: number): boolean {
  return index < links.length - 1 && links[index + 1].version !== links[index].version + 1
}

/** Returns whether the branch that begins with `a` wins over the one that begins with `b` */
function precedes (before: ChainLink, a: ChainLink, b: ChainLink): boolean {
  const rank = ({ signed }: ChainLink): number => before.owners.findIndex(({ publicKey }) => publicKey === signed?.signer)

  return rank(a) === rank(b) ? (a.hash ?? '') < (b.hash ?? '') : rank(a) < rank(b)
}

/** Compares chains that have no roster in common, or only one from before links that were dropped: `anchored` begins with it */
function compareRoots (ours: readonly ChainLink[], theirs: readonly ChainLink[], founder: string, anchored: readonly ChainLink[] = []): Comparison {
  const head = ours[ours.length - 1]
  const last = theirs[theirs.length - 1]
  const legacy = isLegacy(theirs[0]) ? compareLegacy(ours, theirs) : undefined

  switch (legacy) {
    case 'fork-newer':
      return { relation: 'newer', fork: forkAt(head), chain: theirs }
    case 'fork-older':
      return { relation: 'older', fork: forkAt(last) }
    case 'newer':
      return { relation: 'newer', chain: theirs }
    case undefined:
      break
    default:
      return { relation: legacy }
  }

  // the invite is newer than the roster of a member who was away
  if (head.signed == null && last.version < head.version) {
    return { relation: 'older' }
  }

  // the root is known to everybody
  const connected = theirs[0].version === 0 ? theirs : anchored

  if ((isChain(connected) && vouches(ours, connected, founder)) || (isCutOff(head, theirs) && vouches(ours, theirs, founder))) {
    return { relation: 'newer', fork: head.signed == null ? undefined : forkAt(head), chain: trim(theirs, findVouched(theirs, founder), founder) }
  }

  return (anchored.length > 0 || isWhole(theirs)) && isByKnownOwner(head, theirs, founder) ? { relation: 'unrelated', fork: forkAt(last) } : { relation: 'refused' }
}

/** Returns a chain without the links before `index` if they don't form one; an older link of the founder may come first */
function trim (links: readonly ChainLink[], index: number, founder: string): readonly ChainLink[] {
  const contiguous = isChain(links.slice(1)) && (links[0].signed?.signer === founder || isChain(links.slice(0, 2)))

  return contiguous ? links : links.slice(Math.max(0, index))
}

/**
 * Returns whether the founder has signed a roster of theirs that is newer than any such roster
 * of ours. Each member keeps the newest, so nobody can hide it behind many rosters of their own.
 */
function vouches (ours: readonly ChainLink[], theirs: readonly ChainLink[], founder: string): boolean {
  const index = findVouched(theirs, founder)
  const known = ours[Math.max(0, findVouched(ours, founder))]

  if (index === -1 || !isChain(theirs.slice(index))) {
    return false
  }

  const { version, hash = '' } = theirs[index]

  return version > known.version || (version === known.version && known.signed != null && hash < (known.hash ?? ''))
}

function findVouched (links: readonly ChainLink[], founder: string): number {
  return links.findLastIndex(({ signed }) => signed?.signer === founder)
}

/** Returns whether a chain may not reach back to ours because its sender has dropped links */
function isCutOff (head: ChainLink, theirs: readonly ChainLink[]): boolean {
  return (isLegacy(theirs[0]) || theirs.length >= MAX_LINKS) && theirs[theirs.length - 1].version <= head.version + MAX_MISSED
}

/** Returns whether a chain has all links that a member keeps: anyone can leave some out, so that it doesn't seem to continue ours */
function isWhole (theirs: readonly ChainLink[]): boolean {
  return theirs[0].version === 0 || isLegacy(theirs[0]) || theirs.length >= MAX_LINKS
}

/** Anyone can make up a chain, but only one that an owner has signed is worth an alarm */
function isByKnownOwner (head: ChainLink, theirs: readonly ChainLink[], founder: string): boolean {
  const known = new Set([founder, ...head.owners.map(({ publicKey }) => publicKey)])

  return theirs.some(({ signed }) => signed != null && known.has(signed.signer))
}

function forkAt ({ version, hash = '' }: ChainLink): Fork {
  return { version, hash }
}
