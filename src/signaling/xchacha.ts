import { createCipheriv, createDecipheriv } from 'node:crypto'

const CIPHER = 'chacha20-poly1305'
const TAG_BYTES = 16

/** Bytes of a nonce that derive a key; the others are the nonce of ChaCha20-Poly1305 under that key */
const DERIVING_BYTES = 16

/** Bytes of zero before those others */
const NONCE_START = 4

const BLOCK = new Uint8Array(64)

/** "expand 32-byte k", with which ChaCha20's state begins (RFC 8439, section 2.3) */
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]

/**
 * Encrypts with XChaCha20-Poly1305, which OpenSSL doesn't have, but all that it consists
 * of. JavaScript takes 5 ms for each of the first messages, before it is optimized.
 *
 * @param key - 32 bytes
 * @param nonce - 24 bytes
 * @returns the ciphertext, and the tag of 16 bytes
 * @see {@link https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-xchacha-03}
 */
export function encrypt (key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Uint8Array[] {
  const cipher = createCipheriv(CIPHER, hchacha20(key, nonce), shortNonce(nonce), { authTagLength: TAG_BYTES })
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
  const decipher = createDecipheriv(CIPHER, hchacha20(key, nonce), shortNonce(nonce), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES))
  // compares the tag, in constant time
  decipher.final()

  return new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength)
}

/**
 * Derives a key: the state of ChaCha20 after its rounds, without what a block of it adds
 * in the end, which is the state before them
 */
function hchacha20 (key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const input = nonce.subarray(0, DERIVING_BYTES)
  const block = view(createCipheriv('chacha20', key, input).update(BLOCK))
  const before = view(input)
  const derived = new DataView(new ArrayBuffer(32))

  for (let word = 0; word < 4; word++) {
    const at = 4 * word
    derived.setUint32(at, block.getUint32(at, true) - CONSTANTS[word], true)
    derived.setUint32(16 + at, block.getUint32(48 + at, true) - before.getUint32(at, true), true)
  }

  return new Uint8Array(derived.buffer)
}

function shortNonce (nonce: Uint8Array): Uint8Array {
  const short = new Uint8Array(NONCE_START + nonce.byteLength - DERIVING_BYTES)
  short.set(nonce.subarray(DERIVING_BYTES), NONCE_START)

  return short
}

function view ({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
