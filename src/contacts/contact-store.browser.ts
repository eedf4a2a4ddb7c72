/**
 * Browser twin of `contact-store.ts`: contacts are stored in IndexedDB, as the text of
 * a contacts file. A path is a name there.
 */

import { get, update } from 'idb-keyval'
import { storageProblem, useDatabase } from '../../keys/database.browser.ts'
import { defaultKeyPath } from '../../keys/index.ts'
import { decodeContacts, encodeContacts } from './codec.ts'
import { Contacts } from './contacts.ts'
import { ContactsFileError } from './errors.ts'
import type { UseStore } from 'idb-keyval'

const DATABASE = 'groupcall-contacts'
const STORE = 'contacts'

/** Returns the name under which an identity's contacts are stored: each identity has its own */
export function defaultContactsPath (keyPath: string = defaultKeyPath()): string {
  return keyPath
}

/**
 * Reads contacts; there are none if nothing is stored under this name
 *
 * @throws {ContactsFileError}
 */
export async function loadContacts (path: string): Promise<Contacts> {
  return decode(path, await withStore(path, async store => get<string>(path, store)))
}

/**
 * Reads, changes and stores contacts in one transaction, which other tabs can't come
 * between. If it fails, or `change` throws, nothing is stored.
 *
 * @returns the contacts as stored
 * @throws {ContactsFileError}
 */
export async function updateContacts (path: string, change: (contacts: Contacts) => Contacts): Promise<Contacts> {
  let after = new Contacts()
  let failure: Error | undefined

  await withStore(path, async store => update<string>(path, text => {
    try {
      const before = decode(path, text)
      after = change(before)

      return after === before ? text as string : encodeContacts(after)
    } catch (err: any) {
      failure = err

      return text as string
    }
  }, store))

  if (failure != null) {
    throw failure
  }

  return after
}

function decode (path: string, text?: string): Contacts {
  return text == null ? new Contacts() : decodeContacts(text, path)
}

async function withStore<T> (path: string, use: (store: UseStore) => Promise<T>): Promise<T> {
  return useDatabase(DATABASE, STORE, use, (reason, cause) => new ContactsFileError('io', path, storageProblem(reason), { cause }))
}
