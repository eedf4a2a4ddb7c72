import { defaultKeyPath, inspectIdentity, isPublicKey, KeyFileError, shortKey } from '../../../keys/index.ts'
import { checkName, defaultContactsPath, loadContacts, pairNumber, updateContacts } from '../../index.ts'
import { oneLine, UsageError } from '../errors.ts'
import { print } from '../print-json.ts'
import { displayName } from '../terminal/format.ts'
import { renderTable } from '../terminal/table.ts'
import { quote } from '../words.ts'
import type { Contact, Contacts } from '../../index.ts'

/** Digits of a public key that are enough to identify a contact */
const MIN_PREFIX = 8

/** Groups of digits per line: people read the number out line by line */
const GROUPS_PER_LINE = 4

export interface ContactOptions {
  key?: string
  json?: boolean
  undo?: boolean
}

/** `groupcall contact list` */
export async function listContacts (options: ContactOptions): Promise<number> {
  const path = contactsPath(options)
  const contacts = (await loadContacts(path)).list()

  print(options, { contacts: contacts.map(plain), file: path }, contacts.length === 0
    ? 'You have no contacts yet. Everyone you are in a call with becomes one.'
    : renderTable([{ head: '' }, { head: 'Name' }, { head: 'Key' }, { head: 'Since' }],
      contacts.map(contact => [contact.verified ? '✓' : ' ', nameOf(contact), shortKey(contact.publicKey), day(contact)])))

  return 0
}

/** `groupcall contact show KEY` */
export async function showContact (key: string, options: ContactOptions): Promise<number> {
  const path = contactsPath(options)
  const contact = findContact(await loadContacts(path), key)
  const own = await inspectIdentity(options.key ?? defaultKeyPath())
  const number = pairNumber(own.publicKey, contact.publicKey)

  print(options, { ...plain(contact), pairNumber: number, file: path }, [
    nameOf(contact),
    `  public key  ${contact.publicKey}`,
    `  since       ${day(contact)}`,
    `  verified    ${contact.verified ? '✓ yes' : 'no'}`,
    `  number      ${lines(number).join(`\n${' '.repeat(14)}`)}`,
    '',
    `They see the same number, unless somebody is in between. Compare it over a channel that you trust, then run groupcall contact verify ${shortKey(contact.publicKey)}`
  ].join('\n'))

  return 0
}

/** `groupcall contact add KEY NAME` */
export async function addContact (key: string, name: string, options: ContactOptions): Promise<number> {
  const path = contactsPath(options)
  const checked = checkName(name, 'A contact')

  if (!isPublicKey(key)) {
    throw new UsageError(`${quote(key)} isn't a public key: a key has 64 digits, 0 to 9 and a to f, as groupcall key show prints it`)
  }

  if (key === await ownKey(options)) {
    throw new UsageError('This is your own key: add only those of others')
  }

  const contacts = await updateContacts(path, before => {
    const { namesake } = before.check(key, checked)

    if (namesake != null) {
      throw new UsageError(`${quote(checked)} is the name of ${shortKey(namesake.publicKey)}: choose another name, or run groupcall contact forget ${shortKey(namesake.publicKey)} first`)
    }

    return before.add(key, checked, Date.now())
  })

  showChange('is now a contact', findContact(contacts, key), path, options)

  return 0
}

/** `groupcall contact verify KEY` */
export async function verifyContact (key: string, options: ContactOptions): Promise<number> {
  const path = contactsPath(options)
  const verified = options.undo !== true
  const contacts = await updateContacts(path, before => before.verify(findContact(before, key).publicKey, verified))

  showChange(verified ? 'is verified' : 'is no longer verified', findContact(contacts, key), path, options)

  return 0
}

/** `groupcall contact forget KEY` */
export async function forgetContact (key: string, options: ContactOptions): Promise<number> {
  const path = contactsPath(options)
  let forgotten: Contact | undefined

  await updateContacts(path, before => {
    forgotten = findContact(before, key)

    return before.forget(forgotten.publicKey)
  })

  if (forgotten != null) {
    showChange('has been forgotten', forgotten, path, options)
  }

  return 0
}

/** Returns the contact whose public key begins with `key` */
function findContact (contacts: Contacts, key: string): Contact {
  const prefix = key.toLowerCase()

  if (!/^[0-9a-f]+$/.test(prefix) || prefix.length < MIN_PREFIX || prefix.length > 64) {
    throw new UsageError(`${quote(key)} isn't a key: use its first ${MIN_PREFIX} digits or more, as groupcall contact list shows them`)
  }

  const [contact, ...others] = contacts.find(prefix)

  if (contact == null) {
    throw new UsageError(`No contact has the key ${quote(key)}: groupcall contact list shows all contacts, groupcall contact add adds one`)
  }

  if (others.length > 0) {
    throw new UsageError(`${others.length + 1} contacts have a key that begins with ${quote(key)}: add more digits`)
  }

  return contact
}

function contactsPath ({ key }: ContactOptions): string {
  return defaultContactsPath(key ?? defaultKeyPath())
}

/** There may be contacts before there is a key */
async function ownKey ({ key }: ContactOptions): Promise<string | undefined> {
  try {
    return (await inspectIdentity(key ?? defaultKeyPath())).publicKey
  } catch (err) {
    if (err instanceof KeyFileError && err.code === 'not-found') {
      return undefined
    }

    throw err
  }
}

function showChange (what: string, contact: Contact, file: string, options: ContactOptions): void {
  print(options, { ...plain(contact), file }, `${nameOf(contact)} (${shortKey(contact.publicKey)}) ${what}, in ${oneLine(file)}`)
}

function plain ({ publicKey, name, verified, firstSeen }: Contact): object {
  return { publicKey, name, verified, firstSeen: new Date(firstSeen).toISOString() }
}

function nameOf ({ name, publicKey }: Contact): string {
  return displayName(name, publicKey, 40)
}

function day ({ firstSeen }: Contact): string {
  return new Date(firstSeen).toISOString().slice(0, 10)
}

function lines (number: string): string[] {
  const groups = number.split(' ')

  return Array.from({ length: groups.length / GROUPS_PER_LINE }, (_, line) => groups.slice(line * GROUPS_PER_LINE, (line + 1) * GROUPS_PER_LINE).join(' '))
}
