import { scrypt as scryptOf } from '@noble/hashes/scrypt.js'
import type { ScryptCost } from './scrypt.ts'

/** Browser twin of `scrypt.ts` */
export function scrypt (password: Uint8Array, salt: Uint8Array, cost: ScryptCost, length: number): Uint8Array {
  return scryptOf(password, salt, { ...cost, dkLen: length })
}
