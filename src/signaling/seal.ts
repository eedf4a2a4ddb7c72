import { randomBytes } from '@libp2p/crypto'
import { concat } from 'uint8arrays/concat'
import { decrypt, encrypt } from './xchacha.ts'

/**
 * XChaCha20-Poly1305 with a random nonce before the ciphertext. All members seal with
 * one key, so none of them can count nonces: 192 random bits don't collide.
 */
const NONCE_BYTES = 24

/** Bytes that sealing adds to a message */
export const SEAL_OVERHEAD = NONCE_BYTES + 16

export function seal (key: Uint8Array, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)

  return concat([nonce, ...encrypt(key, nonce, plain)])
}

/**
 * Returns undefined when the bytes weren't sealed with this key, for any reason. All of
 * them are authenticated before any is returned, and the tag is compared in constant
 * time: RFC 8439 section 4
 */
export function open (key: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.byteLength <= SEAL_OVERHEAD) {
    return undefined
  }

  try {
    return decrypt(key, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES))
  } catch {
    return undefined
  }
}
