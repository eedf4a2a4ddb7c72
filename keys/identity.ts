import { generateKeyPair, publicKeyFromRaw } from '@libp2p/crypto/keys'
import { InvalidParametersError } from '@libp2p/interface'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import type { Ed25519PrivateKey } from '@libp2p/interface'

/** Bytes of an Ed25519 signature */
const SIGNATURE_BYTES = 64

/** Digits of a public key on a screen: far fewer would distinguish eight people */
const SHORT_KEY_LENGTH = 8

/**
 * Points of small order, for which anyone can sign, and encodings of a y that is
 * not below 2^255 - 19 (RFC 8032 section 5.1.3). Older OpenSSL and noble-curves
 * accept them, newer OpenSSL doesn't: here they are rejected everywhere. The values
 * are those of table 1 in https://eprint.iacr.org/2020/1244
 */
const WEAK_PUBLIC_KEY = new RegExp([
  '^0[01](00){30}[08]0$',
  '^(e[c-f]|f.)(ff){30}[7f]f$',
  '^26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc[08]5$',
  '^c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03[7f]a$'
].join('|'))

/**
 * A person's long-lived Ed25519 key pair
 */
export interface Identity {
  /** 64 lower-case hex digits; string order equals byte order */
  readonly publicKey: string

  /** The same key as 32 bytes */
  readonly publicKeyBytes: Uint8Array

  /** Appears neither in the JSON nor in `console.log` of the identity */
  readonly privateKey: Ed25519PrivateKey

  /** Returns an Ed25519 signature of 64 bytes; a promise of it in browsers */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

class KeyPairIdentity implements Identity {
  readonly publicKey: string
  readonly publicKeyBytes: Uint8Array

  // TypeScript's private fields would be printed
  readonly #privateKey: Ed25519PrivateKey

  constructor (privateKey: Ed25519PrivateKey) {
    this.publicKeyBytes = privateKey.publicKey.raw.slice()
    this.publicKey = toString(this.publicKeyBytes, 'base16')
    this.#privateKey = privateKey
  }

  get privateKey (): Ed25519PrivateKey {
    return this.#privateKey
  }

  sign (bytes: Uint8Array): Uint8Array | Promise<Uint8Array> {
    return this.#privateKey.sign(bytes)
  }

  toJSON (): { publicKey: string } {
    return { publicKey: this.publicKey }
  }

  [Symbol.for('nodejs.util.inspect.custom')] (): string {
    return `Identity(${this.publicKey})`
  }
}

/**
 * Creates a new identity in memory; see `saveIdentity`
 */
export async function createIdentity (): Promise<Identity> {
  return identityFromPrivateKey(await generateKeyPair('Ed25519'))
}

/**
 * Returns the identity that a private key belongs to
 *
 * @throws {InvalidParametersError} if the key is not an Ed25519 key
 */
export function identityFromPrivateKey (privateKey: Ed25519PrivateKey): Identity {
  if (privateKey?.type !== 'Ed25519') {
    throw new InvalidParametersError('An identity needs an Ed25519 private key')
  }

  return new KeyPairIdentity(privateKey)
}

/**
 * Returns the first 8 digits of a public key, for screens. Never compare keys by them.
 */
export function shortKey (publicKey: string): string {
  return publicKey.slice(0, SHORT_KEY_LENGTH)
}

/**
 * Returns whether a value has the form of a public key: 64 lower-case hex digits
 */
export function isPublicKey (value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

/**
 * Returns whether a public key is one that nobody can own, or isn't canonically encoded
 */
export function isWeakPublicKey (publicKey: string): boolean {
  return WEAK_PUBLIC_KEY.test(publicKey)
}

/**
 * Returns whether `signature` (64 bytes) is the signature of `bytes` by a public key;
 * a promise of it in browsers. Never throws or rejects: invalid arguments, and keys
 * that nobody can own, return false.
 */
export function verify (publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean | Promise<boolean> {
  try {
    if (!isPublicKey(publicKey) || isWeakPublicKey(publicKey)) {
      return false
    }

    if (!(bytes instanceof Uint8Array) || !(signature instanceof Uint8Array) || signature.byteLength !== SIGNATURE_BYTES) {
      return false
    }

    const verified = publicKeyFromRaw(fromString(publicKey, 'base16')).verify(bytes, signature)

    return typeof verified === 'boolean' ? verified : verified.catch(() => false)
  } catch {
    return false
  }
}
