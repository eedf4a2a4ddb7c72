import { isPublicKey, shortKey } from '../../../keys/index.ts'
import { Contacts, ContactsFileError, defaultContactsPath, loadContacts } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { displayName } from '../terminal/format.ts'
import { quote } from '../words.ts'

/** Digits of a public key that are enough to identify a person */
const MIN_PREFIX = 8

const NAME_WIDTH = 32

/** Translates between public keys and the names of contacts. Groups also work without names. */
export class ContactNames {
  /** Why there are no names, if the contacts can't be read */
  readonly problem?: Error

  private readonly contacts: Contacts

  constructor (contacts: Contacts, problem?: Error) {
    this.contacts = contacts
    this.problem = problem
  }

  /** Returns the name of a contact, or a short key if it isn't a contact's */
  nameOf (publicKey: string): string {
    return displayName(this.contacts.get(publicKey)?.name ?? '', publicKey, NAME_WIDTH)
  }

  /** Returns name and short key */
  wordsFor (publicKey: string): string {
    return this.contacts.get(publicKey) == null ? shortKey(publicKey) : `${this.nameOf(publicKey)} (${shortKey(publicKey)})`
  }

  /**
   * Returns the public key that the user means: all of it, its first digits, or the name
   * of a contact
   *
   * @param text - as the user wrote it
   * @param among - the public keys to choose from; those of all contacts by default
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
      throw new UsageError(`${quote(text)} can mean ${found.map(shortKey).join(' or ')}: write the whole key, 64 digits`)
    }

    if (found.length === 0) {
      throw this.problem ?? new UsageError(`${quote(text)} isn't anybody's key: write its 64 digits, as groupcall key show prints them, or its first ${MIN_PREFIX}, or the name of a contact`)
    }

    return found[0]
  }
}

/** Loads the names of contacts. Never rejects, because a broken contacts file must not lock users out of their groups. */
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
