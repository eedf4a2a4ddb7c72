import { InvalidParametersError } from '@libp2p/interface'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { isWeakPublicKey } from '../../keys/identity.ts'
import { GROUP_ID_BYTES } from './group.ts'
import { Roster as RosterPB, SignedRoster as SignedRosterPB } from './pb/roster.ts'
import { digestMembers, hashRoster, ROSTER_HASH_BYTES } from './roster-bytes.ts'
import { MAX_MEMBERS, MAX_OWNERS } from './roster.ts'
import type { Owner, Roster, RosterLink, SignedRoster } from './roster.ts'

/** Bytes of an encoded roster: what is left of a signaling frame of 16 KiB */
export const MAX_ROSTER_BYTES = 12_288

const KEY_BYTES = 32
const SIGNATURE_BYTES = 64

type Bytes = Uint8Array<ArrayBuffer>

export interface RosterContent extends Pick<Roster, 'version' | 'owners' | 'members'>, Pick<SignedRoster, 'groupId' | 'epoch' | 'secretDigest' | 'signer'> {
  previous: Uint8Array
}

/** Returns the bytes of a roster that an owner signs, see `signedBytes` */
export function encodeRosterContent (content: RosterContent): Uint8Array {
  return RosterPB.encode({
    groupId: content.groupId.slice(),
    version: BigInt(content.version),
    epoch: BigInt(content.epoch),
    secretDigest: content.secretDigest.slice(),
    owners: content.owners.map(({ publicKey, since }) => ({ publicKey: keyBytes(publicKey), since: BigInt(since), namedBy: new Uint8Array(0), signature: new Uint8Array(0) })),
    members: [],
    signer: keyBytes(content.signer),
    previous: content.previous.slice(),
    membersDigest: digestMembers(content.members).slice()
  })
}

/**
 * @throws {InvalidParametersError} for a roster that nobody has signed yet
 */
export function encodeRoster ({ signed, members }: Roster): Uint8Array {
  if (signed == null) {
    throw new InvalidParametersError('This roster has not been signed')
  }

  return SignedRosterPB.encode({
    roster: signed.bytes.slice(),
    signature: signed.signature.slice(),
    members: signed.previous == null ? [] : members.map(keyBytes)
  })
}

/** Encodes a roster without its members, unless they are part of what was signed */
export function encodeLink ({ signed }: RosterLink): Uint8Array {
  return SignedRosterPB.encode({ roster: signed.bytes.slice(), signature: signed.signature.slice(), members: [] })
}

/**
 * Decodes a signed roster without verifying its signatures
 *
 * @throws {InvalidParametersError} for everything that this version would not
 * have written itself
 */
export function decodeRoster (bytes: Uint8Array): Roster {
  return guard(() => {
    const { link, inside, outside } = decode(bytes)
    const { signed, owners } = link
    const members = (signed.previous == null ? inside : outside).map(key)
    const everybody = [...owners.map(({ publicKey }) => publicKey), ...members]

    check(signed.previous == null ? outside.length === 0 : equals(digestMembers(members), link.membersDigest))
    check(new Set(everybody).size === everybody.length && everybody.length <= MAX_MEMBERS)
    check(members.join() === [...members].sort().join())

    return { version: link.version, owners, members, signed }
  })
}

/**
 * Decodes a link of the chain of rosters without verifying its signatures
 *
 * @throws {InvalidParametersError} as `decodeRoster` does
 */
export function decodeLink (bytes: Uint8Array): RosterLink {
  return guard(() => {
    const { link: { version, owners, signed }, outside } = decode(bytes)
    check(outside.length === 0)

    return { version, owners, signed }
  })
}

interface Decoded {
  link: RosterLink & { membersDigest: Uint8Array }
  /** Members in and beside the signed bytes */
  inside: Bytes[]
  outside: Bytes[]
}

function decode (bytes: Uint8Array): Decoded {
  check(bytes.byteLength <= MAX_ROSTER_BYTES)

  const { roster, signature, members } = SignedRosterPB.decode(bytes, { limits: { members: MAX_MEMBERS } })
  const pb = RosterPB.decode(roster, { limits: { owners: MAX_OWNERS, members: MAX_MEMBERS } })
  const chained = pb.previous.byteLength > 0

  check(equals(SignedRosterPB.encode({ roster, signature, members }), bytes) && equals(RosterPB.encode(pb), roster))
  check(pb.groupId.byteLength === GROUP_ID_BYTES && pb.secretDigest.byteLength === ROSTER_HASH_BYTES && signature.byteLength === SIGNATURE_BYTES)
  check(pb.previous.byteLength === (chained ? ROSTER_HASH_BYTES : 0) && pb.membersDigest.byteLength === (chained ? ROSTER_HASH_BYTES : 0))
  check(pb.owners.length > 0 && new Set(pb.owners.map(({ publicKey }) => key(publicKey))).size === pb.owners.length)
  check(!chained || (pb.members.length === 0 && pb.version > 0n))

  const owners = pb.owners.map(({ publicKey, since, namedBy, signature: word }): Owner => {
    const named = namedBy.byteLength > 0

    check(word.byteLength === (named ? SIGNATURE_BYTES : 0) && (chained ? !named : named || since === 0n))

    return {
      publicKey: key(publicKey),
      since: safeNumber(since),
      ...(named ? { named: { by: key(namedBy), signature: word } } : {})
    }
  })
  const signed: SignedRoster = {
    groupId: pb.groupId,
    epoch: safeNumber(pb.epoch),
    secretDigest: pb.secretDigest,
    signer: key(pb.signer),
    ...(chained ? { previous: pb.previous } : {}),
    bytes: roster,
    signature,
    hash: hashRoster(roster)
  }

  return { link: { version: safeNumber(pb.version), owners, signed, membersDigest: pb.membersDigest }, inside: pb.members, outside: members }
}

function guard <T> (decode: () => T): T {
  try {
    return decode()
  } catch {
    // protobuf has errors of its own
    throw notARoster()
  }
}

function key (bytes: Uint8Array): string {
  check(bytes.byteLength === KEY_BYTES)

  const publicKey = toString(bytes, 'base16')
  check(!isWeakPublicKey(publicKey))

  return publicKey
}

function keyBytes (publicKey: string): Bytes {
  return fromString(publicKey, 'base16').slice()
}

function safeNumber (value: bigint): number {
  check(value <= BigInt(Number.MAX_SAFE_INTEGER))

  return Number(value)
}

function check (condition: boolean): void {
  if (!condition) {
    throw notARoster()
  }
}

function notARoster (): InvalidParametersError {
  return new InvalidParametersError('This is not a groupcall roster')
}
