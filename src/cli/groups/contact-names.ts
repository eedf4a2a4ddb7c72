import { isPublicKey, shortKey } from '../../../keys/index.ts'
import { Contacts, ContactsFileError, defaultContactsPath, loadContacts } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { displayName } from '../terminal/format.ts'
import { quote } from '../words.ts'

/** Digits of a public key that are enough to name somebody */
const MIN_PREFIX = 8

const NAME_WIDTH = 32

/** Names of public keys, out of the contacts: groups go without them, too */
export class ContactNames {
  /** Why there are no names */
  readonly problem?: Error

  private readonly contacts: Contacts

  constructor (contacts: Contacts, problem?: Error) {
    this.contacts = contacts
    this.problem = problem
  }

  /** What somebody is called; the short key of who is no contact */
  nameOf (publicKey: string): string {
    return displayName(this.contacts.get(publicKey)?.name ?? '', publicKey, NAME_WIDTH)
  }

  /** Name and short key */
  wordsFor (publicKey: string): string {
    return this.contacts.get(publicKey) == null ? shortKey(publicKey) : `${this.nameOf(publicKey)} (${shortKey(publicKey)})`
  }

  /**
   * The public key that somebody wrote: all of it, its first digits, or a contact's name
   *
   * @param text
   * @param among - who can be meant; all contacts when absent
   * @throws {UsageError}
   */
  find (text: string, among: readonly string[] = this.contacts.list().map(({ publicKey }) => publicKey)): string {
    const digits = text.trim().toLowerCase()
    const isPrefix = (publicKey: string): boolean => digits.length >= MIN_PREFIX && publicKey.startsWith(digits)

    if (isPublicKey(digits)) {
      return digits
    }

    const named = new Set(this.contacts.named(text).map(({ publicKey }) => publicKey))
    const found = among.filter(publicKey => named.has(publicKey) || isPrefix(publicKey))

    if (found.length > 1) {
      throw new UsageError(`${quote(text)} may be ${found.map(shortKey).join(' or ')}: write the key itself, 64 digits`)
    }

    if (found.length === 0) {
      throw this.problem ?? new UsageError(`${quote(text)} is nobody's key: write its 64 digits, as groupcall key show prints them, or its first ${MIN_PREFIX} or the name of somebody you know`)
    }

    return found[0]
  }
}

/** A file of contacts that is broken keeps nobody from their groups */
export async function loadContactNames (keyFile: string): Promise<ContactNames> {
  try {
    return new ContactNames(await loadContacts(defaultContactsPath(keyFile)))
  } catch (err) {
    if (err instanceof ContactsFileError) {
      return new ContactNames(new Contacts(), err)
    }

    throw err
  }
}
