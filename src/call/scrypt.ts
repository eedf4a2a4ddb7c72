import { scryptSync } from 'node:crypto'

export interface ScryptCost {
  /** A power of 2 */
  N: number
  r: number
  p: number
}

/** Returns so many bytes by scrypt (RFC 7914): OpenSSL's is fast from the first call on, JavaScript takes five times as long then */
export function scrypt (password: Uint8Array, salt: Uint8Array, cost: ScryptCost, length: number): Uint8Array {
  return scryptSync(password, salt, length, cost)
}
