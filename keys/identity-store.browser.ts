/**
 * Browser twin of `identity-store.ts`: identities are stored in IndexedDB, as the text
 * of a key file. A path is a name there.
 */

import { get, update } from 'idb-keyval'
import { storageProblem, useDatabase } from './database.browser.ts'
import { KeyFileError } from './errors.ts'
import { createIdentity } from './identity.ts'
import { decodeKeyFile, encodeKeyFile, inspectKeyFile, passphraseFor } from './key-file.ts'
import type { LoadIdentityOptions, LoadOrCreateIdentityOptions, SaveIdentityOptions } from './identity-store.ts'
import type { Identity } from './identity.ts'
import type { KeyFileSummary } from './key-file.ts'
import type { UseStore } from 'idb-keyval'

const DATABASE = 'groupcall-keys'
const STORE = 'identities'

/** Returns the name under which the identity is stored by default */
export function defaultKeyPath (): string {
  return 'identity'
}

/**
 * Stores an identity in this browser
 *
 * @throws {KeyFileError} `exists` if there is one under this name and `force` isn't set; `io`
 * @throws {InvalidParametersError} if the passphrase is empty
 */
export async function saveIdentity (path: string, identity: Identity, options: SaveIdentityOptions = {}): Promise<void> {
  const text = await encodeKeyFile(identity, options)
  let kept = ''

  await withStore(path, async store => {
    await update<string>(path, before => {
      kept = options.force === true ? text : before ?? text

      return kept
    }, store)
  })

  if (kept !== text) {
    throw new KeyFileError('exists', path, 'there is already an identity here, and it hasn\'t been changed: export it first, then replace it')
  }
}

/**
 * Reads an identity without changing it
 *
 * @throws {KeyFileError}
 */
export async function loadIdentity (path: string, options: LoadIdentityOptions = {}): Promise<Identity> {
  return decodeKeyFile(await read(path), { passphrase: options.passphrase, name: path })
}

/**
 * Reads the unencrypted part of an identity, which takes no passphrase
 *
 * @throws {KeyFileError}
 */
export async function inspectIdentity (path: string): Promise<KeyFileSummary> {
  return inspectKeyFile(await read(path), path)
}

/**
 * Reads an identity, or creates it if it doesn't exist. Several tabs that do so at
 * once get the same identity.
 *
 * @throws {KeyFileError}
 */
export async function loadOrCreateIdentity (path: string, options: LoadOrCreateIdentityOptions = {}): Promise<Identity> {
  try {
    return await loadIdentity(path, options)
  } catch (err) {
    if (!(err instanceof KeyFileError) || err.code !== 'not-found') {
      throw err
    }
  }

  const passphrase = await passphraseFor('create', options.passphrase)

  try {
    const identity = await createIdentity()
    await saveIdentity(path, identity, { passphrase, workFactor: options.workFactor })

    return identity
  } catch (err) {
    if (!(err instanceof KeyFileError) || err.code !== 'exists') {
      throw err
    }
  }

  return loadIdentity(path, options)
}

async function read (path: string): Promise<string> {
  const text = await withStore(path, async store => get<string>(path, store))

  if (text == null) {
    throw new KeyFileError('not-found', path, 'there is no identity in this browser: create one, or import a key file')
  }

  return text
}

async function withStore<T> (path: string, use: (store: UseStore) => Promise<T>): Promise<T> {
  return useDatabase(DATABASE, STORE, use, (reason, cause) => new KeyFileError('io', path, storageProblem(reason), { cause }))
}
