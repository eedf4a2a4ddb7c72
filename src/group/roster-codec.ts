import { InvalidParametersError } from '@libp2p/interface'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { isWeakPublicKey, verify } from '../../keys/identity.ts'
import { GROUP_ID_BYTES } from './group.ts'
import { Roster as RosterPB, SignedRoster as SignedRosterPB } from './pb/roster.ts'
import { MAX_MEMBERS, MAX_OWNERS } from './roster.ts'
import type { Owner, Roster } from './roster.ts'

/** Bytes of an encoded roster: what is left of a signaling frame of 16 KiB */
export const MAX_ROSTER_BYTES = 12_288

const ROSTER_PURPOSE = fromString('groupcall roster 1\0')
const OWNER_PURPOSE = fromString('groupcall owner 1\0')
const SECRET_PURPOSE = fromString('groupcall secret digest 1\0')

const KEY_BYTES = 32
const DIGEST_BYTES = 32
const SIGNATURE_BYTES = 64

type Bytes = Uint8Array<ArrayBuffer>

/** What a roster says of its epoch's secret. It tells nothing of 32 random bytes */
export function digestSecret (groupId: Uint8Array, secret: Uint8Array): Uint8Array {
  return sha256(concat([SECRET_PURPOSE, groupId, secret]))
}

/** The bytes that an owner signs to name another one */
export function ownerBytes (groupId: Uint8Array, publicKey: string, since: number): Uint8Array {
  return concat([OWNER_PURPOSE, groupId, fromString(publicKey, 'base16'), uint64(since)])
}

/** The bytes of which a roster's signature is made */
export function signedBytes (roster: Uint8Array): Uint8Array {
  return concat([ROSTER_PURPOSE, roster])
}

export interface RosterContent extends Pick<Roster, 'version' | 'owners' | 'members'> {
  groupId: Uint8Array
  epoch: number
  secretDigest: Uint8Array
  signer: string
}

/** The bytes of a roster that are signed, see {@link signedBytes} */
export function encodeRosterContent (content: RosterContent): Uint8Array {
  return RosterPB.encode({
    groupId: content.groupId.slice(),
    version: BigInt(content.version),
    epoch: BigInt(content.epoch),
    secretDigest: content.secretDigest.slice(),
    owners: content.owners.map(({ publicKey, since, named }) => ({
      publicKey: keyBytes(publicKey),
      since: BigInt(since),
      namedBy: named == null ? new Uint8Array(0) : keyBytes(named.by),
      signature: named == null ? new Uint8Array(0) : named.signature.slice()
    })),
    members: content.members.map(keyBytes),
    signer: keyBytes(content.signer)
  })
}

/**
 * @throws {InvalidParametersError} for a roster that nobody has signed yet
 */
export function encodeRoster ({ signed }: Roster): Uint8Array {
  if (signed == null) {
    throw new InvalidParametersError('This roster has not been signed')
  }

  return SignedRosterPB.encode({ roster: signed.bytes.slice(), signature: signed.signature.slice() })
}

/**
 * Reads a signed roster. Its signatures have yet to be looked at.
 *
 * @throws {InvalidParametersError} for everything that this version would not
 * have written itself
 */
export function decodeRoster (bytes: Uint8Array): Roster {
  try {
    return decode(bytes)
  } catch {
    // protobuf has errors of its own
    throw notARoster()
  }
}

function decode (bytes: Uint8Array): Roster {
  check(bytes.byteLength <= MAX_ROSTER_BYTES)

  const { roster, signature } = SignedRosterPB.decode(bytes)
  const pb = RosterPB.decode(roster, { limits: { owners: MAX_OWNERS, members: MAX_MEMBERS } })

  check(equals(SignedRosterPB.encode({ roster, signature }), bytes) && equals(RosterPB.encode(pb), roster))
  check(pb.groupId.byteLength === GROUP_ID_BYTES && pb.secretDigest.byteLength === DIGEST_BYTES && signature.byteLength === SIGNATURE_BYTES)

  const owners = pb.owners.map(({ publicKey, since, namedBy, signature: word }): Owner => {
    check(namedBy.byteLength === 0 ? word.byteLength === 0 && since === 0n : word.byteLength === SIGNATURE_BYTES)

    return {
      publicKey: key(publicKey),
      since: safeNumber(since),
      ...(namedBy.byteLength === 0 ? {} : { named: { by: key(namedBy), signature: word } })
    }
  })
  const members = pb.members.map(key)
  const everybody = [...owners.map(({ publicKey }) => publicKey), ...members]
  const signed = { groupId: pb.groupId, epoch: safeNumber(pb.epoch), secretDigest: pb.secretDigest, signer: key(pb.signer), bytes: roster, signature }

  check(owners.length > 0 && new Set(everybody).size === everybody.length && everybody.length <= MAX_MEMBERS)
  check(members.join() === [...members].sort().join())

  return { version: safeNumber(pb.version), owners, members, signed }
}

/** Whether each signature in a roster is by whom it names; nothing is said of whether those may */
export async function verifyRoster ({ owners, signed }: Roster): Promise<boolean> {
  if (signed == null || !await verify(signed.signer, signedBytes(signed.bytes), signed.signature)) {
    return false
  }

  for (const { publicKey, since, named } of owners) {
    if (named != null && !await verify(named.by, ownerBytes(signed.groupId, publicKey, since), named.signature)) {
      return false
    }
  }

  return true
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

function uint64 (value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))

  return bytes
}

function check (condition: boolean): void {
  if (!condition) {
    throw notARoster()
  }
}

function notARoster (): InvalidParametersError {
  return new InvalidParametersError('This is not a roster of groupcall')
}
