import { randomBytes } from '@libp2p/crypto'
import { InvalidParametersError } from '@libp2p/interface'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { firstRoster } from './roster.ts'
import type { Roster, RosterLink } from './roster.ts'
import type { Identity } from '../../keys/index.ts'

/** Bytes of a group's id and of its secret */
export const GROUP_ID_BYTES = 32
export const GROUP_SECRET_BYTES = 32

/** Longest name of a group or a person, in UTF-8 bytes: it fits a tile and a line */
export const MAX_NAME_BYTES = 64

/**
 * People who may talk with each other
 */
export interface Group {
  /** 32 bytes, random or derived from the first secret */
  readonly id: Uint8Array
  /** What people call it: 1 to 64 bytes of UTF-8 */
  readonly name: string
  /** 32 random bytes that only members know; absent in a public room */
  readonly secret?: Uint8Array
  /** Public key of the founder, 64 lower-case hex digits */
  readonly owner: string
  /** Grows by one each time the secret changes */
  readonly epoch: number
  /** Absent in a group in which everyone with the secret may talk */
  readonly roster?: Roster
  /** The signed rosters before the current one, without their members, the oldest first: they show where a fork begins */
  readonly links?: readonly RosterLink[]
  /** Secrets of past epochs, the newest first: for members that missed their end */
  readonly previous?: readonly PreviousEpoch[]
}

const ID_PURPOSE = fromString('groupcall group id 1\0')

export interface PreviousEpoch {
  readonly epoch: number
  readonly secret: Uint8Array
}

export interface CreateGroupInit {
  name: string
  owner: Pick<Identity, 'publicKey'>

  /**
   * Whether everyone who knows the group's id may join
   *
   * @default false
   */
  publicRoom?: boolean

  /**
   * Whether only people on the roster may join
   *
   * @default false
   */
  membersOnly?: boolean
}

/**
 * Creates a group. Nothing is published: it exists where its invite is known.
 *
 * @throws {InvalidParametersError} for an invalid name, and for a public room that has
 * members only
 */
export function createGroup (init: CreateGroupInit): Group {
  if (init.publicRoom === true && init.membersOnly === true) {
    throw new InvalidParametersError('A public room is for everybody: choose either a public room or members only')
  }

  const secret = init.publicRoom === true ? undefined : randomBytes(GROUP_SECRET_BYTES)

  return {
    id: secret == null ? randomBytes(GROUP_ID_BYTES) : deriveGroupId(secret),
    name: checkName(init.name, 'A group'),
    secret,
    owner: init.owner.publicKey,
    epoch: 0,
    ...(init.membersOnly === true ? { roster: firstRoster(init.owner.publicKey) } : {})
  }
}

/**
 * Returns the id of a group with this first secret. An invite can then leave it out,
 * which makes the link 46 characters shorter. It says nothing about the secret.
 */
export function deriveGroupId (secret: Uint8Array): Uint8Array {
  return sha256(concat([ID_PURPOSE, secret]))
}

/** A character that takes room on a screen (UAX #44); the Braille blank is a symbol without dots */
const VISIBLE = /[^\p{Z}\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u

/**
 * Checks a name that a user chooses, and returns it without surrounding white space
 *
 * @throws {InvalidParametersError} if nothing of it can be seen, if it is longer than 64
 * bytes, or if it has control characters, which could forge lines on a terminal
 */
export function checkName (name: string, of: string): string {
  const trimmed = checkKnownName(name, of)

  if (!VISIBLE.test(trimmed)) {
    throw new InvalidParametersError(`${of}'s name has only characters that can't be seen: choose another`)
  }

  return trimmed
}

/**
 * Checks a name from an invite or a file. It may be invisible, because a group that was
 * named before such names were refused stays usable.
 *
 * @throws {InvalidParametersError} like {@link checkName}, apart from invisible names
 */
export function checkKnownName (name: string, of: string): string {
  const trimmed = name.trim()
  const bytes = new TextEncoder().encode(trimmed).byteLength

  if (bytes === 0 || bytes > MAX_NAME_BYTES) {
    throw new InvalidParametersError(`${of} needs a name of 1 to ${MAX_NAME_BYTES} bytes, this one has ${bytes}`)
  }

  if (/\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u.test(trimmed)) {
    throw new InvalidParametersError(`${of}'s name has characters that can't be shown: leave them out`)
  }

  return trimmed
}
