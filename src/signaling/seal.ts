import { randomBytes } from '@libp2p/crypto'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { concat } from 'uint8arrays/concat'

/**
 * XChaCha20-Poly1305 with a random nonce before the ciphertext. Everybody in the
 * group seals under one key, so nobody can keep a counter: 192 random bits do
 * not meet again.
 */
const NONCE_BYTES = 24

/** Bytes that a sealed message is longer than a plain one */
export const SEAL_OVERHEAD = NONCE_BYTES + 16

export function seal (key: Uint8Array, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)

  return concat([nonce, xchacha20poly1305(key, nonce).encrypt(plain)])
}

/**
 * Returns undefined when the bytes were not sealed under this key, whatever is wrong.
 * The library makes the tag of all of them, compares it to its end in any case
 * (`equalBytes`), and decrypts nothing before: RFC 8439 section 4
 */
export function open (key: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.byteLength <= SEAL_OVERHEAD) {
    return undefined
  }

  try {
    return xchacha20poly1305(key, sealed.subarray(0, NONCE_BYTES)).decrypt(sealed.subarray(NONCE_BYTES))
  } catch {
    return undefined
  }
}
