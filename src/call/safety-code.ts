import { hkdf } from '@noble/hashes/hkdf.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { BYTES_PER_GROUP, toDigits } from '../contacts/digits.ts'
import { setNewest } from '../newest.ts'
import { scrypt } from './scrypt.ts'

/** 133 bits: to find two sets of keys with the same code, a member in the middle computes 2^67 codes */
const GROUPS = 8

/**
 * A code costs 2^16 Salsa20/8 cores and 2 MiB of memory, so a collision costs 2^83 of
 * these cores, which is the work of 2^81 compressions of SHA-256. Computing one code
 * takes some 8 ms, less than a frame of sound lasts, and some 50 ms on a slow phone.
 */
const COST = { N: 2 ** 11, r: 8, p: 1 }

/** Bytes: a block of the HMAC in scrypt, so that it is neither padded nor hashed */
const PASSWORD_BYTES = 64

/** Codes that are remembered: the last few of each call, in a process with several of them */
const MAX_CODES = 32

const LABEL = fromString('groupcall safety code 2')

const codes = new Map<string, string>()

/**
 * Returns a number that everybody in the call can read out. It is the same for all who
 * see the same public keys, so nobody is in between. SECURITY.md says what a collision
 * costs.
 *
 * @param publicKeys - of everybody in the call, in any order
 * @param context - 32 bytes that bind the code to a group and its epoch
 * @returns 8 groups of 5 digits, with spaces between
 */
export function safetyCode (publicKeys: string[], context: Uint8Array): string {
  const keys = [...new Set(publicKeys)].sort()
  const id = `${toString(context, 'base16')}${keys.join('')}`
  let code = codes.get(id)

  if (code == null) {
    const password = hkdf(sha512, concat(keys.map(key => fromString(key, 'base16'))), context, LABEL, PASSWORD_BYTES)
    code = toDigits(scrypt(password, LABEL, COST, GROUPS * BYTES_PER_GROUP))
  }

  setNewest(codes, id, code, MAX_CODES)

  return code
}
