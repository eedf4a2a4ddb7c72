import { sha256 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { verify } from '../../keys/identity.ts'
import type { RosterLink } from './roster.ts'

/** Bytes of each hash and digest here */
export const ROSTER_HASH_BYTES = 32

const ROSTER_PURPOSE = fromString('groupcall roster 1\0')
const ROOT_PURPOSE = fromString('groupcall root roster 1\0')
const MEMBERS_PURPOSE = fromString('groupcall members digest 1\0')
const OWNER_PURPOSE = fromString('groupcall owner 1\0')
const SECRET_PURPOSE = fromString('groupcall secret digest 1\0')

/** Binds a roster to the secret of its epoch. A digest of 32 random bytes reveals nothing */
export function digestSecret (groupId: Uint8Array, secret: Uint8Array): Uint8Array {
  return sha256(concat([SECRET_PURPOSE, groupId, secret]))
}

/** Binds a roster to its members, so that its signature can be verified without them */
export function digestMembers (members: readonly string[]): Uint8Array {
  return sha256(concat([MEMBERS_PURPOSE, ...members.map(member => fromString(member, 'base16'))]))
}

/** Returns the bytes that the signature of a roster covers */
export function signedBytes (roster: Uint8Array): Uint8Array {
  return concat([ROSTER_PURPOSE, roster])
}

/** Returns what the successor of a roster contains */
export function hashRoster (roster: Uint8Array): Uint8Array {
  return sha256(signedBytes(roster))
}

/** Returns the hash of version 0, which nobody signs: its only owner is the founder */
export function hashRoot (groupId: Uint8Array, founder: string): Uint8Array {
  return sha256(concat([ROOT_PURPOSE, groupId, fromString(founder, 'base16')]))
}

/** Returns whether all signatures in these rosters are valid. Whether the signers are owners is checked elsewhere */
export async function verifyRosters (links: ReadonlyArray<Partial<Pick<RosterLink, 'signed'>> & Pick<RosterLink, 'owners'>>): Promise<boolean> {
  for (const { owners, signed } of links) {
    if (signed == null || !await verify(signed.signer, signedBytes(signed.bytes), signed.signature)) {
      return false
    }

    for (const { publicKey, since, named } of owners) {
      if (named != null && !await verify(named.by, ownerBytes(signed.groupId, publicKey, since), named.signature)) {
        return false
      }
    }
  }

  return true
}

/** Returns the bytes that an owner signed to name another one, before rosters formed a chain */
function ownerBytes (groupId: Uint8Array, publicKey: string, since: number): Uint8Array {
  return concat([OWNER_PURPOSE, groupId, fromString(publicKey, 'base16'), uint64(since)])
}

function uint64 (value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))

  return bytes
}
