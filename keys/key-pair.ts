import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'

/**
 * Prefix of the 32 bytes of an Ed25519 private key (RFC 8410, section 7). Node doesn't take
 * bare keys, and libp2p computes the public key in JavaScript, which takes 40 ms the first
 * time and would delay a join.
 */
const PKCS8_PREFIX = fromString('302e020100300506032b657004220420', 'base16')

export interface KeyPair {
  /** 32 bytes */
  readonly publicKey: Uint8Array

  /** Returns an Ed25519 signature of 64 bytes; synchronous in Node, not in browsers */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** Derives the Ed25519 key pair of 32 secret bytes */
export async function keyPairFromSeed (seed: Uint8Array): Promise<KeyPair> {
  const privateKey = createPrivateKey({ key: Buffer.from(concat([PKCS8_PREFIX, seed])), format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })

  return {
    publicKey: fromString(x ?? '', 'base64url'),
    sign: bytes => sign(null, bytes, privateKey)
  }
}
