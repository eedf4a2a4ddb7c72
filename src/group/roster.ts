import type { Group } from './group.ts'

/** Owners of a group, and its members in all: a roster has to fit a signaling frame */
export const MAX_OWNERS = 8
export const MAX_MEMBERS = 256

/** Past epochs whose secrets are kept, to tell members that missed their end about the current one */
export const MAX_PREVIOUS_EPOCHS = 4

/**
 * The owners and members of a members-only group. The founder is its first owner; owners
 * name others, and sign each change. Each roster contains the hash of its predecessor.
 */
export interface Roster {
  /** Grows by one with each change; 0 before the first */
  readonly version: number
  /** In the order in which they were named */
  readonly owners: readonly Owner[]
  /** Public keys of the members who aren't owners, sorted */
  readonly members: readonly string[]
  /** Absent before the first change, and if only an invite is known */
  readonly signed?: SignedRoster
  /** If only an invite is known: the hash of the roster that it was made from, 32 bytes */
  readonly hash?: Uint8Array
}

export interface Owner {
  readonly publicKey: string
  /** Version of the roster that named it */
  readonly since: number
  /** The owner who named it, and its signature: only in rosters from before they formed a chain */
  readonly named?: { readonly by: string, readonly signature: Uint8Array }
}

/** A roster as an owner signed it */
export interface SignedRoster {
  readonly groupId: Uint8Array
  readonly epoch: number
  /** Of the secret of that epoch, see `digestSecret` */
  readonly secretDigest: Uint8Array
  readonly signer: string
  /** Hash of the predecessor, 32 bytes; absent in rosters from before they formed a chain */
  readonly previous?: Uint8Array
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  /** Of the signed bytes, 32 bytes */
  readonly hash: Uint8Array
}

/** A signed roster without its members: a link of the chain */
export interface RosterLink {
  readonly version: number
  readonly owners: readonly Owner[]
  readonly signed: SignedRoster
}

export function firstRoster (owner: string): Roster {
  return { version: 0, owners: [{ publicKey: owner, since: 0 }], members: [] }
}

export function isOwner (group: Group, publicKey: string): boolean {
  return group.roster?.owners.some(owner => owner.publicKey === publicKey) === true
}

/** Returns whether a person who holds the group's secret may be in its calls */
export function isMember (group: Group, publicKey: string): boolean {
  return group.roster == null || isOwner(group, publicKey) || group.roster.members.includes(publicKey)
}

/**
 * Returns whether the members of this epoch are known. An invite names only the owners, and
 * a change that is based on it would remove everyone else.
 */
export function isRosterKnown ({ epoch, roster }: Group): boolean {
  return roster?.signed == null ? roster?.version === 0 : roster.signed.epoch === epoch
}

/** Returns the version of the newest roster that an owner has signed; 0 if there is none */
export function signedRosterVersion (group: Group): number {
  return group.roster?.signed == null ? 0 : group.roster.version
}
