import { privateKeyFromRaw } from '@libp2p/crypto/keys'
import { InvalidParametersError } from '@libp2p/interface'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { KeyFileError } from './errors.ts'
import { identityFromPrivateKey, isPublicKey } from './identity.ts'
import { keyPairFromSeed } from './key-pair.ts'
import { readVersionedJSON } from './versioned-json.ts'
import type { Identity } from './identity.ts'
import type { Ed25519PrivateKey } from '@libp2p/interface'
import type { Stanza } from 'age-encryption'

/** Bytes of a key file: an encrypted key file has about 700, the rest is room for comments */
export const MAX_KEY_FILE_BYTES = 64 * 1024

/**
 * log2 of the scrypt work factor of the files that we write, and the highest that we
 * accept: 256 MiB of memory and a second or two. age itself accepts 20, which is
 * 1 GiB.
 */
export const SCRYPT_WORK_FACTOR = 18

const TYPE = 'groupcall-identity'
const VERSION = 1
const SEED_BYTES = 32

/** What to do about a file that can no longer be used */
const RESTORE = 'restore it from a backup, or move it away and run `groupcall key new`, which creates a new identity'

/** What a passphrase is for: opening a key file, or creating one */
export type PassphrasePurpose = 'open' | 'create'

/**
 * A passphrase, or a function that asks for it. The function is called only when a
 * passphrase is needed; `undefined` means that there is none.
 */
export type PassphraseSource = string | ((purpose: PassphrasePurpose) => Promise<string | undefined>)

export interface EncodeKeyFileOptions {
  /**
   * Encrypts the private key
   *
   * @default none: the private key isn't encrypted
   */
  passphrase?: string

  /**
   * log2 of the scrypt work factor; a lower one makes the passphrase easier to guess
   *
   * @default 18
   */
  workFactor?: number
}

/** What can be read from a key file without its passphrase */
export interface KeyFileSummary {
  /** 64 lower-case hex digits */
  publicKey: string
  /** Whether opening it takes a passphrase */
  encrypted: boolean
}

export interface DecodeKeyFileOptions {
  /** Used only if the key is encrypted */
  passphrase?: PassphraseSource

  /**
   * Names the file in error messages
   *
   * @default 'key file'
   */
  name?: string
}

/**
 * Returns the text of a key file. Without a passphrase, anyone who reads it has the
 * identity.
 *
 * @throws {InvalidParametersError} if the passphrase is empty, or the public key doesn't belong to the private key
 */
export async function encodeKeyFile (identity: Identity, options: EncodeKeyFileOptions = {}): Promise<string> {
  const seed = identity.privateKey.raw.subarray(0, SEED_BYTES)

  if ((await identityFromSeed(seed)).publicKey !== identity.publicKey) {
    throw new InvalidParametersError('The public key of this identity doesn\'t belong to its private key')
  }

  const privateKey = toString(seed, 'base16')
  const secret = options.passphrase == null ? { privateKey } : { encrypted: await encrypt(privateKey, options.passphrase, options.workFactor) }

  return `${JSON.stringify({ type: TYPE, version: VERSION, publicKey: identity.publicKey, ...secret }, null, 2)}\n`
}

/**
 * Returns the identity in the text of a key file
 *
 * @throws {KeyFileError}
 */
export async function decodeKeyFile (text: string, options: DecodeKeyFileOptions = {}): Promise<Identity> {
  const name = options.name ?? 'key file'
  const { publicKey, privateKey, encrypted } = readFields(text, name)
  const seed = encrypted == null ? privateKey : await decrypt(encrypted, await passphraseFor('open', options.passphrase), name)

  // a private key has the form of a public key: 32 bytes in hex
  if (!isPublicKey(seed)) {
    throw damaged(name)
  }

  const identity = await identityFromSeed(fromString(seed, 'base16'))

  if (identity.publicKey !== publicKey) {
    throw damaged(name)
  }

  return identity
}

/**
 * Reads the unencrypted part of a key file. It isn't authenticated until the key is
 * opened.
 *
 * @throws {KeyFileError}
 */
export function inspectKeyFile (text: string, name = 'key file'): KeyFileSummary {
  const { publicKey, encrypted } = readFields(text, name)

  return { publicKey, encrypted: encrypted != null }
}

/** Returns the passphrase, and asks for it if `source` is a function */
export async function passphraseFor (purpose: PassphrasePurpose, source?: PassphraseSource): Promise<string | undefined> {
  return typeof source === 'function' ? source(purpose) : source
}

/** Exactly one of `privateKey` and `encrypted` is set */
function readFields (text: string, name: string): { publicKey: string, privateKey?: unknown, encrypted?: unknown } {
  const { publicKey, privateKey, encrypted } = parse(text, name)

  if (!isPublicKey(publicKey) || (privateKey == null) === (encrypted == null)) {
    throw damaged(name)
  }

  return { publicKey, privateKey, encrypted }
}

function parse (text: string, name: string): Record<string, unknown> {
  const read = readVersionedJSON(text, { type: TYPE, version: VERSION, maxLength: MAX_KEY_FILE_BYTES })

  switch (read.problem) {
    case undefined:
      return read.fields
    case 'too-large':
      throw new KeyFileError('too-large', name, 'this is larger than any key file: name another file')
    case 'empty':
      throw new KeyFileError('cut-short', name, `the file is empty: ${RESTORE}`)
    case 'cut-short':
      throw new KeyFileError('cut-short', name, `the file is cut short: ${RESTORE}`)
    case 'newer-version':
      throw new KeyFileError('newer-version', name, `the file has version ${read.version}, but this program reads only up to version ${VERSION}: update groupcall`)
    default:
      throw new KeyFileError('not-a-key-file', name, 'this isn\'t a groupcall key file: name another file, or run `groupcall key new` with a new one')
  }
}

async function identityFromSeed (seed: Uint8Array): Promise<Identity> {
  const { publicKey } = await keyPairFromSeed(seed)

  return identityFromPrivateKey(privateKeyFromRaw(concat([seed, publicKey])) as Ed25519PrivateKey)
}

async function encrypt (text: string, passphrase: string, workFactor: number = SCRYPT_WORK_FACTOR): Promise<string> {
  if (passphrase === '') {
    throw new InvalidParametersError('The passphrase is empty: choose another, or leave it out to keep the key unencrypted')
  }

  const { armor, Encrypter } = await loadAge()
  const encrypter = new Encrypter()
  encrypter.setPassphrase(normalize(passphrase))
  encrypter.setScryptWorkFactor(workFactor)

  return armor.encode(await encrypter.encrypt(text))
}

async function decrypt (encrypted: unknown, passphrase: string | undefined, name: string): Promise<string> {
  if (typeof encrypted !== 'string') {
    throw damaged(name)
  }

  if (passphrase == null || passphrase === '') {
    throw new KeyFileError('passphrase-needed', name, 'the key is encrypted: give its passphrase')
  }

  const { armor, Decrypter } = await loadAge()

  // age tries these in order: the first checks the work factor, the last is reached
  // only if the passphrase was wrong
  const decrypter = new Decrypter()
  decrypter.addIdentity({
    unwrapFileKey: stanzas => {
      checkPrice(stanzas, name)
      return null
    }
  })
  decrypter.addPassphrase(normalize(passphrase))
  decrypter.addIdentity({
    unwrapFileKey: () => {
      throw new KeyFileError('wrong-passphrase', name, 'wrong passphrase: try again')
    }
  })

  try {
    return await decrypter.decrypt(armor.decode(encrypted), 'text')
  } catch (err) {
    throw err instanceof KeyFileError ? err : damaged(name, err)
  }
}

/** Loaded on demand: it is a tenth of all that a page loads, and most keys have no passphrase */
async function loadAge (): Promise<typeof import('./age.ts')> {
  return import('./age.ts')
}

/** https://github.com/C2SP/C2SP/blob/main/age.md#the-scrypt-recipient-type */
function checkPrice (stanzas: Stanza[], name: string): void {
  const [stanza] = stanzas

  if (stanzas.length !== 1 || stanza.args.length !== 3 || stanza.args[0] !== 'scrypt') {
    throw damaged(name)
  }

  if (Number(stanza.args[2]) > SCRYPT_WORK_FACTOR) {
    throw new KeyFileError('too-costly', name, `opening this key would take too much time and memory (2^${Number(stanza.args[2])} rounds, at most 2^${SCRYPT_WORK_FACTOR} are accepted). groupcall didn't write this file: don't use it`)
  }
}

/** The same passphrase may arrive in different code points from another keyboard or system */
function normalize (passphrase: string): string {
  return passphrase.normalize('NFC')
}

function damaged (name: string, cause?: unknown): KeyFileError {
  return new KeyFileError('damaged', name, `the key file is damaged: ${RESTORE}`, { cause })
}
