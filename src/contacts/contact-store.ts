import { dirname, join } from 'node:path'
import { defaultKeyPath } from '../../keys/index.ts'
import { PrivateFileError, readPrivateFile, writePrivateFile } from '../../keys/private-file.ts'
import { decodeContacts, encodeContacts, MAX_CONTACTS_FILE_BYTES } from './codec.ts'
import { Contacts } from './contacts.ts'
import { ContactsFileError } from './errors.ts'

const FILE_NAME = 'contacts.json'

/** Pending changes by path: changes in this process run one after another, so that each reads what the last one wrote */
const changes = new Map<string, Promise<unknown>>()

/** Returns the path of an identity's contacts: `contacts.json` beside its key file */
export function defaultContactsPath (keyPath: string = defaultKeyPath()): string {
  return join(dirname(keyPath), FILE_NAME)
}

/**
 * Reads contacts from a file without changing it; there are none if the file doesn't
 * exist
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
 * Reads and changes contacts, and writes them to a file that only its owner can read
 * (mode 0600). If it fails, or `change` throws, the file stays the same. If two
 * processes do so within the same few milliseconds, the later one wins.
 *
 * @returns the contacts as written
 * @throws {ContactsFileError}
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

/** Returns an error that tells the user what is wrong with a file */
function describe (err: unknown, path: string, done: 'read' | 'written'): unknown {
  if (!(err instanceof PrivateFileError)) {
    return err
  }

  const { cause, problem, system } = err

  switch (problem) {
    case 'directory':
    case 'no-file':
      return new ContactsFileError('not-contacts', path, `this ${problem === 'directory' ? 'is a directory' : 'isn\'t a regular file'}, but contacts are stored in a file of this name: move it away`)
    case 'too-large':
      return new ContactsFileError('too-large', path, 'this is larger than any contacts file: move it away to start with no contacts')
    default:
      return new ContactsFileError('io', path, `the contacts can't be ${done} (${system}): make sure that the file belongs to you and the disk isn't full`, { cause })
  }
}
