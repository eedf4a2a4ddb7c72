/**
 * @packageDocumentation
 *
 * Identities: people's long-lived Ed25519 keys, the files that they are stored in, and
 * the count of their sessions.
 *
 * ```ts
 * import { defaultKeyPath, loadOrCreateIdentity, shortKey } from 'groupcall/keys'
 *
 * const identity = await loadOrCreateIdentity(defaultKeyPath(), {
 *   onWarning: message => console.warn(message)
 * })
 *
 * console.info(shortKey(identity.publicKey))
 * ```
 *
 * A key file is JSON that only its owner can read (mode 0600). With a passphrase, the
 * private key in it is encrypted by [age](https://age-encryption.org/v1); the public
 * key never is.
 */

export { KeyFileError, SessionStoreError } from './errors.ts'
export { createIdentity, identityFromPrivateKey, isPublicKey, shortKey, verify } from './identity.ts'
export { decodeKeyFile, encodeKeyFile, inspectKeyFile } from './key-file.ts'
export { MAX_SESSION_COUNT } from './session-count.ts'
export { createSessionCounter, openSessionCounter } from './session-counter.ts'
export { defaultKeyPath, inspectIdentity, loadIdentity, loadOrCreateIdentity, saveIdentity } from './identity-store.ts'
export type { KeyFileErrorCode } from './errors.ts'
export type { Identity } from './identity.ts'
export type { DecodeKeyFileOptions, EncodeKeyFileOptions, KeyFileSummary, PassphrasePurpose, PassphraseSource } from './key-file.ts'
export type { OpenSessionCounterOptions, SessionCounter } from './session-counter.ts'
export type { LoadIdentityOptions, LoadOrCreateIdentityOptions, SaveIdentityOptions } from './identity-store.ts'
