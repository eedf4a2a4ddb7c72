import { dirname, join } from 'node:path'
import { defaultKeyPath } from '../../keys/index.ts'
import { PrivateFileError, readPrivateFile, writePrivateFile } from '../../keys/private-file.ts'
import { decodeContacts, encodeContacts, MAX_CONTACTS_FILE_BYTES } from './codec.ts'
import { Contacts } from './contacts.ts'
import { ContactsFileError } from './errors.ts'

const FILE_NAME = 'contacts.json'

/** Changes of one file that are under way in this process: each reads what the one before has written */
const changes = new Map<string, Promise<unknown>>()

/** Where the contacts of an identity are kept: beside its key file */
export function defaultContactsPath (keyPath: string = defaultKeyPath()): string {
  return join(dirname(keyPath), FILE_NAME)
}

/**
 * Reads contacts from a file, which is left as it is; where there is none, nobody is
 * known
 *
 * @throws {ContactsFileError}
 */
export async function loadContacts (path: string): Promise<Contacts> {
  try {
    return decodeContacts((await readPrivateFile(path, MAX_CONTACTS_FILE_BYTES)).text, path)
  } catch (err) {
    if (err instanceof PrivateFileError && err.problem === 'not-found') {
      return new Contacts()
    }

    throw describe(err, path, 'read')
  }
}

/**
 * Reads contacts, changes them and writes them to a file that only its owner can
 * read. Of two processes that do so in the same milliseconds the later one wins.
 *
 * @returns the contacts as they are on disk then
 * @throws {ContactsFileError} and leaves the file as it is, as it does when `change` throws
 */
export async function updateContacts (path: string, change: (contacts: Contacts) => Contacts): Promise<Contacts> {
  const updated = (changes.get(path) ?? Promise.resolve()).then(async () => update(path, change))
  const settled = updated.catch(() => {})
  changes.set(path, settled)

  try {
    return await updated
  } finally {
    if (changes.get(path) === settled) {
      changes.delete(path)
    }
  }
}

async function update (path: string, change: (contacts: Contacts) => Contacts): Promise<Contacts> {
  const before = await loadContacts(path)
  const after = change(before)

  if (after !== before) {
    try {
      await writePrivateFile(path, encodeContacts(after), true)
    } catch (err) {
      throw describe(err, path, 'written')
    }
  }

  return after
}

/** What is wrong with a file, in words for the user */
function describe (err: unknown, path: string, done: 'read' | 'written'): unknown {
  if (!(err instanceof PrivateFileError)) {
    return err
  }

  const { cause, problem, system } = err

  switch (problem) {
    case 'directory':
    case 'no-file':
      return new ContactsFileError('not-contacts', path, `this is ${problem === 'directory' ? 'a directory' : 'no regular file'}: contacts are kept in a file of this name, so move it away`)
    case 'too-large':
      return new ContactsFileError('too-large', path, 'this is larger than any file of contacts: move it away, and everybody is new again')
    default:
      return new ContactsFileError('io', path, `the contacts cannot be ${done} (${system}): see that the file belongs to you and the disk is not full`, { cause })
  }
}
