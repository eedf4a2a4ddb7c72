import { isPublicKey } from '../../keys/index.ts'
import { isRecord, readVersionedJSON } from '../../keys/versioned-json.ts'
import { MAX_NAME_BYTES } from '../group/index.ts'
import { Contacts, MAX_CONTACTS } from './contacts.ts'
import { ContactsFileError } from './errors.ts'
import type { Contact } from './contacts.ts'

/** Bytes of a contacts file: a thousand contacts take 250 kB, the rest is room for comments */
export const MAX_CONTACTS_FILE_BYTES = 1024 * 1024

const TYPE = 'groupcall-contacts'
const VERSION = 1

/** What to do about a file that can no longer be used */
const RESTORE = 'restore it from a backup, or move it away to start with no contacts'

/** Returns the text of a contacts file */
export function encodeContacts (contacts: Contacts): string {
  const list = contacts.list().map(({ publicKey, name, verified, firstSeen }) => ({ publicKey, name, verified, firstSeen: new Date(firstSeen).toISOString() }))

  return `${JSON.stringify({ type: TYPE, version: VERSION, contacts: list }, null, 2)}\n`
}

/**
 * Returns the contacts in the text of a contacts file
 *
 * @param text - as {@link encodeContacts} returns it
 * @param name - names the file in error messages
 * @throws {ContactsFileError}
 */
export function decodeContacts (text: string, name = 'contacts'): Contacts {
  const read = readVersionedJSON(text, { type: TYPE, version: VERSION, maxLength: MAX_CONTACTS_FILE_BYTES })

  switch (read.problem) {
    case undefined:
      return toContacts(read.fields.contacts, name)
    case 'too-large':
      throw new ContactsFileError('too-large', name, 'this is larger than any contacts file: move it away to start with no contacts')
    case 'empty':
      throw new ContactsFileError('cut-short', name, `the file is empty: ${RESTORE}`)
    case 'cut-short':
      throw new ContactsFileError('cut-short', name, `the file is cut short: ${RESTORE}`)
    case 'newer-version':
      throw new ContactsFileError('newer-version', name, `the file has version ${read.version}, but this program reads only up to version ${VERSION}: update groupcall`)
    default:
      throw new ContactsFileError('not-contacts', name, 'this isn\'t a groupcall contacts file: move the file away, or use a key in another folder')
  }
}

function toContacts (list: unknown, name: string): Contacts {
  const contacts = Array.isArray(list) && list.length <= MAX_CONTACTS ? list.map(toContact).filter(contact => contact != null) : []

  if (!Array.isArray(list) || new Set(contacts.map(({ publicKey }) => publicKey)).size !== list.length) {
    throw new ContactsFileError('damaged', name, `the file is damaged: ${RESTORE}`)
  }

  return new Contacts(contacts)
}

function toContact (value: unknown): Contact | undefined {
  if (!isRecord(value)) {
    return
  }

  const { publicKey, name, verified } = value
  const firstSeen = Date.parse(String(value.firstSeen))

  return isPublicKey(publicKey) && isName(name) && typeof verified === 'boolean' && !Number.isNaN(firstSeen)
    ? { publicKey, name, verified, firstSeen }
    : undefined
}

function isName (value: unknown): value is string {
  return typeof value === 'string' && new TextEncoder().encode(value).byteLength <= MAX_NAME_BYTES
}
