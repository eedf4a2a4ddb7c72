import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'

/** Browser twin of `xchacha.ts` */
export function encrypt (key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Uint8Array[] {
  return [xchacha20poly1305(key, nonce).encrypt(plain)]
}

/** The library authenticates all bytes, and compares the tag in constant time (`equalBytes`), before it decrypts */
export function decrypt (key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array {
  return xchacha20poly1305(key, nonce).decrypt(sealed)
}
