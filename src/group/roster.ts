import { equals } from 'uint8arrays/equals'
import type { Group } from './group.ts'

/** Owners of a group, and its members in all: a roster has to fit a signaling frame */
export const MAX_OWNERS = 8
export const MAX_MEMBERS = 256

/** Epochs that are over and whose members are still told of the one that is on */
export const MAX_PREVIOUS_EPOCHS = 4

/**
 * Who belongs to a members-only group. Whoever made the group is its first owner;
 * owners name others, and sign each change. The highest version wins.
 */
export interface Roster {
  /** Grows by one with each change; 0 before the first */
  readonly version: number
  readonly owners: readonly Owner[]
  /** Public keys of the others, sorted */
  readonly members: readonly string[]
  /** Absent before the first change, and where an invite is all that is known */
  readonly signed?: SignedRoster
}

export interface Owner {
  readonly publicKey: string
  /** Version of the roster that named it */
  readonly since: number
  /** The owner who named it, and its signature; absent for who made the group */
  readonly named?: { readonly by: string, readonly signature: Uint8Array }
}

/** A roster as an owner signed it */
export interface SignedRoster {
  readonly groupId: Uint8Array
  readonly epoch: number
  /** Of the secret of that epoch, see `digestSecret` */
  readonly secretDigest: Uint8Array
  readonly signer: string
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
}

/**
 * What a roster that somebody sends is to what one knows.
 *
 * conflict: two of one version, so owners disagree, or a key of an owner is in
 * wrong hands. refused: not by an owner, of another group, or with a secret that
 * is not the signed one. secret-needed: newer, but of an epoch whose secret is not known.
 */
export type RosterOutcome = 'newer' | 'same' | 'older' | 'conflict' | 'refused' | 'secret-needed'

export function firstRoster (owner: string): Roster {
  return { version: 0, owners: [{ publicKey: owner, since: 0 }], members: [] }
}

export function isOwner (group: Group, publicKey: string): boolean {
  return group.roster?.owners.some(owner => owner.publicKey === publicKey) === true
}

/** Whether somebody may be in the calls of a group that holds its secret */
export function isMember (group: Group, publicKey: string): boolean {
  return group.roster == null || isOwner(group, publicKey) || group.roster.members.includes(publicKey)
}

/**
 * Whether the members of this epoch are known: an invite tells the owners alone, and
 * who then changed the roster would take everybody else off it
 */
export function isRosterKnown ({ epoch, roster }: Group): boolean {
  return roster?.signed == null ? roster?.version === 0 : roster.signed.epoch === epoch
}

/** What of one's roster is proven by a signature: the version, or 0 when nothing is */
export function provenVersion (group: Group): number {
  return group.roster?.signed == null ? 0 : group.roster.version
}

/**
 * Whether a roster was signed by somebody who may: an owner by the roster that is
 * known, or one whom such an owner has named since. Who was an owner once and is
 * no more does not get back by an old word: `since` is behind the known version.
 *
 * Signatures are not looked at here, see `verifyRoster`.
 */
export function isAuthorized (known: Roster, next: Roster): boolean {
  const trusted = new Set(known.owners.map(({ publicKey }) => publicKey))
  const oldest = Math.min(known.version + 1, next.version)

  // each round admits at least one, or ends
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

/**
 * Compares a roster, whose signatures hold, with what is known of a group.
 * `digest` is that of the secret that came with it, if one did, `ownDigest` that
 * of the group's.
 */
export function judgeRoster (group: Group, next: Roster, digest: Uint8Array | undefined, ownDigest: Uint8Array): RosterOutcome {
  const known = group.roster
  const signed = next.signed

  if (known == null || signed == null || !equals(signed.groupId, group.id)) {
    return 'refused'
  }

  if (known.signed != null && equals(known.signed.bytes, signed.bytes)) {
    return 'same'
  }

  if (next.version < known.version) {
    return 'older'
  }

  if (!isAuthorized(known, next) || signed.epoch < group.epoch || (digest != null && !equals(digest, signed.secretDigest))) {
    return 'refused'
  }

  if (known.signed != null && next.version === known.version) {
    return 'conflict'
  }

  if (signed.epoch === group.epoch && equals(signed.secretDigest, ownDigest)) {
    return 'newer'
  }

  return digest == null ? 'secret-needed' : 'newer'
}
