import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { InvalidParametersError } from '@libp2p/interface'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { KeyFileError } from './errors.ts'
import { identityFromPrivateKey, isPublicKey } from './identity.ts'
import { readVersionedJSON } from './versioned-json.ts'
import type { Identity } from './identity.ts'
import type { Stanza } from 'age-encryption'

/** Bytes of a key file: an encrypted one has about 700, the rest is room for comments */
export const MAX_KEY_FILE_BYTES = 64 * 1024

/**
 * log2 of the scrypt work factor of the files we write, and the most that is
 * accepted: 256 MiB of memory and a second or two. age itself accepts 20, which
 * is 1 GiB.
 */
export const SCRYPT_WORK_FACTOR = 18

const TYPE = 'groupcall-identity'
const VERSION = 1
const SEED_BYTES = 32

/** What to do about a file that is of no use any more */
const RESTORE = 'put a copy of it back, or move it away and run `groupcall key new`, which makes another identity'

/** What a passphrase is asked for: to open a key file, or for a new one */
export type PassphrasePurpose = 'open' | 'create'

/**
 * A passphrase, or how to ask for it. It is asked for only when one is needed;
 * `undefined` means there is none.
 */
export type PassphraseSource = string | ((purpose: PassphrasePurpose) => Promise<string | undefined>)

export interface EncodeKeyFileOptions {
  /** Encrypts the private key; it is in plain sight when absent */
  passphrase?: string

  /**
   * log2 of the scrypt work factor; less makes a passphrase easier to guess
   *
   * @default 18
   */
  workFactor?: number
}

/** What a key file shows without its passphrase */
export interface KeyFileSummary {
  /** 64 lower-case hex digits */
  publicKey: string
  /** Whether it takes a passphrase to open it */
  encrypted: boolean
}

export interface DecodeKeyFileOptions {
  passphrase?: PassphraseSource

  /**
   * The file, for messages
   *
   * @default 'key file'
   */
  name?: string
}

/**
 * Returns the text of a key file. Without a passphrase, who reads it has the
 * identity.
 *
 * @throws {InvalidParametersError} if the passphrase is empty, or the halves of the key do not fit
 */
export async function encodeKeyFile (identity: Identity, options: EncodeKeyFileOptions = {}): Promise<string> {
  const seed = identity.privateKey.raw.subarray(0, SEED_BYTES)

  if ((await identityFromSeed(seed)).publicKey !== identity.publicKey) {
    throw new InvalidParametersError('The public key of this identity does not belong to its private key')
  }

  const privateKey = toString(seed, 'base16')
  const secret = options.passphrase == null ? { privateKey } : { encrypted: await encrypt(privateKey, options.passphrase, options.workFactor) }

  return `${JSON.stringify({ type: TYPE, version: VERSION, publicKey: identity.publicKey, ...secret }, null, 2)}\n`
}

/**
 * Reads the text of a key file. It is taken as a whole or not at all.
 *
 * @throws {KeyFileError}
 */
export async function decodeKeyFile (text: string, options: DecodeKeyFileOptions = {}): Promise<Identity> {
  const name = options.name ?? 'key file'
  const { publicKey, privateKey, encrypted } = readFields(text, name)
  const seed = encrypted == null ? privateKey : await decrypt(encrypted, await passphraseFor('open', options.passphrase), name)

  // private keys are written as public ones are: 32 bytes in hex
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
 * Reads what is in plain sight in the text of a key file. Nothing vouches for it
 * until the key is opened.
 *
 * @throws {KeyFileError}
 */
export function inspectKeyFile (text: string, name = 'key file'): KeyFileSummary {
  const { publicKey, encrypted } = readFields(text, name)

  return { publicKey, encrypted: encrypted != null }
}

/** Returns a passphrase, or asks for it */
export async function passphraseFor (purpose: PassphrasePurpose, source?: PassphraseSource): Promise<string | undefined> {
  return typeof source === 'function' ? source(purpose) : source
}

/** One of `privateKey` and `encrypted` is there */
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
      throw new KeyFileError('newer-version', name, `the file is of a newer kind (${read.version}) than this program knows (${VERSION}): update groupcall`)
    default:
      throw new KeyFileError('not-a-key-file', name, 'this is not a key file of groupcall: name another file, or run `groupcall key new` with a new one')
  }
}

async function identityFromSeed (seed: Uint8Array): Promise<Identity> {
  return identityFromPrivateKey(await generateKeyPairFromSeed('Ed25519', seed))
}

async function encrypt (text: string, passphrase: string, workFactor: number = SCRYPT_WORK_FACTOR): Promise<string> {
  if (passphrase === '') {
    throw new InvalidParametersError('The passphrase is empty: choose one, or give none at all to keep the key unencrypted')
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

  // age tries these in order: the first looks at the price, the last is reached
  // only if the passphrase opened nothing
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
      throw new KeyFileError('wrong-passphrase', name, 'the passphrase does not open this key: try again')
    }
  })

  try {
    return await decrypter.decrypt(armor.decode(encrypted), 'text')
  } catch (err) {
    throw err instanceof KeyFileError ? err : damaged(name, err)
  }
}

/** A tenth of all that a page loads, and most keys have no passphrase */
async function loadAge (): Promise<typeof import('age-encryption')> {
  return import('age-encryption')
}

/** https://github.com/C2SP/C2SP/blob/main/age.md#the-scrypt-recipient-type */
function checkPrice (stanzas: Stanza[], name: string): void {
  const [stanza] = stanzas

  if (stanzas.length !== 1 || stanza.args.length !== 3 || stanza.args[0] !== 'scrypt') {
    throw damaged(name)
  }

  if (Number(stanza.args[2]) > SCRYPT_WORK_FACTOR) {
    throw new KeyFileError('too-costly', name, `the key is encrypted so that opening it takes too much time and memory (2^${Number(stanza.args[2])} rounds, at most 2^${SCRYPT_WORK_FACTOR} are accepted), and not by groupcall: do not use this file`)
  }
}

/** The same passphrase comes in other code points from another keyboard or system */
function normalize (passphrase: string): string {
  return passphrase.normalize('NFC')
}

function damaged (name: string, cause?: unknown): KeyFileError {
  return new KeyFileError('damaged', name, `the key file is damaged: ${RESTORE}`, { cause })
}
