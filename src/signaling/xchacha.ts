import { createCipheriv, createDecipheriv } from 'node:crypto'
import { hchacha } from '@noble/ciphers/chacha.js'

const CIPHER = 'chacha20-poly1305'
const TAG_BYTES = 16

/** Bytes of a nonce that derive a key; the others are the nonce of ChaCha20-Poly1305 under that key */
const DERIVING_BYTES = 16

/** Bytes of zero before those others */
const NONCE_START = 4

/** The constant at the start of ChaCha20's state (RFC 8439, section 2.3) */
const SIGMA = toWords(new TextEncoder().encode('expand 32-byte k'))

/**
 * Encrypts with XChaCha20-Poly1305: OpenSSL has ChaCha20-Poly1305, and the library that
 * browsers use derives its key. In JavaScript alone each of the first messages takes 5 ms,
 * until the code is optimized.
 *
 * @param key - 32 bytes
 * @param nonce - 24 bytes
 * @returns the ciphertext, and the tag of 16 bytes
 * @see {@link https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-xchacha-03}
 */
export function encrypt (key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Uint8Array[] {
  const cipher = createCipheriv(CIPHER, deriveKey(key, nonce), shortNonce(nonce), { authTagLength: TAG_BYTES })
  const text = cipher.update(plain)
  cipher.final()

  return [text, cipher.getAuthTag()]
}

/**
 * Decrypts what {@link encrypt} returned
 *
 * @throws {Error} if it wasn't encrypted with this key and nonce
 */
export function decrypt (key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(CIPHER, deriveKey(key, nonce), shortNonce(nonce), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES))
  // compares the tag, in constant time
  decipher.final()

  return new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength)
}

function deriveKey (key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const derived = new Uint32Array(8)
  hchacha(SIGMA, toWords(key), toWords(nonce.subarray(0, DERIVING_BYTES)), derived)

  return new Uint8Array(derived.buffer)
}

/** Returns a copy, because bytes may begin anywhere in their buffer */
function toWords (bytes: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer)
}

function shortNonce (nonce: Uint8Array): Uint8Array {
  const short = new Uint8Array(NONCE_START + nonce.byteLength - DERIVING_BYTES)
  short.set(nonce.subarray(DERIVING_BYTES), NONCE_START)

  return short
}
