import { scryptSync } from 'node:crypto'

export interface ScryptCost {
  /** A power of 2 */
  N: number
  r: number
  p: number
}

/** Derives `length` bytes with scrypt (RFC 7914). OpenSSL is fast from the first call on; JavaScript takes five times as long at first */
export function scrypt (password: Uint8Array, salt: Uint8Array, cost: ScryptCost, length: number): Uint8Array {
  return scryptSync(password, salt, length, cost)
}
