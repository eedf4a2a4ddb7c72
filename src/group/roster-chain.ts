import { equals } from 'uint8arrays/equals'
import { toString } from 'uint8arrays/to-string'
import { hashRoot } from './roster-bytes.ts'
import type { Group } from './group.ts'
import type { Owner, Roster, RosterLink, SignedRoster } from './roster.ts'

/**
 * Links that are kept before the current roster: they fit a few messages, and take
 * about 55 KiB at most in a group's file
 */
export const MAX_LINKS = 64

/** A roster as part of a chain, the oldest of which nobody may have signed */
export interface ChainLink {
  readonly version: number
  readonly owners: readonly Owner[]
  readonly signed?: SignedRoster
  /** 64 hex digits; unknown for the roster that an old invite was made from */
  readonly hash?: string
}

/** Returns the hash by which a successor, or an invite, refers to the roster of a group */
export function rosterHash ({ id, owner, roster }: Group): Uint8Array | undefined {
  return roster?.signed?.hash ?? (roster?.version === 0 ? hashRoot(id, owner) : roster?.hash)
}

/** Returns what is known of the chain of a group's rosters, the oldest first */
export function chainOf (group: Group): ChainLink[] {
  const { roster, links = [] } = group

  if (roster == null) {
    return []
  }

  return isSigned(roster) ? signedChain(group, [...links, roster]) : [{ version: roster.version, owners: roster.owners, hash: hexOf(rosterHash(group)) }]
}

/** Returns the chain of these signed rosters of a group, with the root if they begin right after it */
export function signedChain ({ id, owner }: Group, rosters: readonly RosterLink[]): ChainLink[] {
  const root = hashRoot(id, owner)
  const chain = rosters.map(({ version, owners, signed }): ChainLink => ({ version, owners, signed, hash: hexOf(signed.hash) }))
  const [{ version, signed }] = chain

  return version === 1 && signed?.previous != null && equals(signed.previous, root)
    ? [{ version: 0, owners: [{ publicKey: owner, since: 0 }], hash: hexOf(root) }, ...chain]
    : chain
}

/**
 * Returns whether each link continues the one before it: with the next version and its hash,
 * signed by one of its owners. The first link is taken for granted.
 */
export function isChain (links: readonly ChainLink[]): boolean {
  return links.every((link, index) => index === 0 || isSuccessor(links[index - 1], link))
}

function isSuccessor (before: ChainLink, { version, owners, signed }: ChainLink): boolean {
  return signed?.previous != null &&
    version === before.version + 1 &&
    (before.hash == null || before.hash === hexOf(signed.previous)) &&
    before.owners.some(({ publicKey }) => publicKey === signed.signer) &&
    keepsOrder(before, owners, version) &&
    keepsEpoch(before, signed, version)
}

/** Owners stay in the order in which they were named, so that all agree on who was named earlier */
function keepsOrder (before: ChainLink, owners: readonly Owner[], version: number): boolean {
  const earlier = before.owners.filter(({ publicKey }) => owners.some(owner => owner.publicKey === publicKey))
  // an invite doesn't contain the versions
  const known = before.signed != null || before.version === 0

  return owners.every(({ publicKey, since }, index) => index < earlier.length
    ? publicKey === earlier[index].publicKey && (!known || since === earlier[index].since)
    : since === version)
}

/** An epoch can't jump, because none could follow the last number */
function keepsEpoch (before: ChainLink, { epoch, secretDigest }: SignedRoster, version: number): boolean {
  if (before.signed == null) {
    return epoch <= version
  }

  return epoch === before.signed.epoch + 1 || (epoch === before.signed.epoch && equals(secretDigest, before.signed.secretDigest))
}

/**
 * Returns the links to keep of all that precede a roster: the newest, and the newest that the
 * founder has signed, which nobody else can replace
 */
export function pruneLinks (links: readonly RosterLink[], founder: string, limit = MAX_LINKS): RosterLink[] {
  if (links.length <= limit) {
    return [...links]
  }

  const newest = links.slice(-limit)
  const vouched = links.findLast(({ signed }) => signed.signer === founder)

  return vouched == null || newest.includes(vouched) ? newest : [vouched, ...newest.slice(1)]
}

export function isSigned (roster: Roster): roster is Roster & RosterLink {
  return roster.signed != null
}

function hexOf (bytes: Uint8Array): string
function hexOf (bytes?: Uint8Array): string | undefined
function hexOf (bytes?: Uint8Array): string | undefined {
  return bytes == null ? undefined : toString(bytes, 'base16')
}
