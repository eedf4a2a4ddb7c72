import { InvalidParametersError } from '@libp2p/interface'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { isPublicKey } from '../../keys/index.ts'
import { BYTES_PER_GROUP, toDigits } from './digits.ts'

const GROUPS = 12

/**
 * Returns a number that two people can compare: both see the same number, in any group
 * and call, if each has the other's real key. 199 bits.
 *
 * @returns 12 groups of 5 digits, with spaces between
 * @throws {InvalidParametersError} if an argument isn't a public key
 */
export function pairNumber (ownPublicKey: string, otherPublicKey: string): string {
  if (!isPublicKey(ownPublicKey) || !isPublicKey(otherPublicKey)) {
    throw new InvalidParametersError('A public key is 64 lower-case hex digits')
  }

  const keys = concat([ownPublicKey, otherPublicKey].sort().map(key => fromString(key, 'base16')))

  return toDigits(hkdf(sha512, keys, undefined, fromString('groupcall pair number 1'), GROUPS * BYTES_PER_GROUP))
}
