import { hkdf } from '@noble/hashes/hkdf.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'

const GROUPS = 6
const BYTES_PER_GROUP = 5
const MODULUS = 100_000n

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
  const bytes = hkdf(sha512, keys, context, fromString('groupcall safety code 1'), GROUPS * BYTES_PER_GROUP)

  return Array.from({ length: GROUPS }, (_, group) => {
    const value = bytes.subarray(group * BYTES_PER_GROUP, (group + 1) * BYTES_PER_GROUP)
      .reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)

    return (value % MODULUS).toString().padStart(5, '0')
  }).join(' ')
}
