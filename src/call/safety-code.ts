import { hkdf } from '@noble/hashes/hkdf.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { BYTES_PER_GROUP, toDigits } from '../contacts/digits.ts'

const GROUPS = 6

/**
 * A number that everybody in the call can read out: it is the same for all who
 * see the same public keys, so nobody is in between. 100 bits.
 *
 * @param publicKeys - of everybody in the call, in any order
 * @param context - binds the code to a group and its epoch
 * @returns 6 groups of 5 digits, with spaces between
 */
export function safetyCode (publicKeys: string[], context: Uint8Array): string {
  const keys = concat([...new Set(publicKeys)].sort().map(key => fromString(key, 'base16')))

  return toDigits(hkdf(sha512, keys, context, fromString('groupcall safety code 1'), GROUPS * BYTES_PER_GROUP))
}
