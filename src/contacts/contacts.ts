import { ContactsFullError } from './errors.ts'
import { foldName } from './names.ts'

/** More people than anybody talks to; members of a group mustn't be able to fill the disk */
export const MAX_CONTACTS = 1_000

/** A person that the user has talked to or added */
export interface Contact {
  /** 64 lower-case hex digits */
  readonly publicKey: string
  /** At most 64 bytes of UTF-8; may be empty */
  readonly name: string
  /** Whether the user and this person have compared their number */
  readonly verified: boolean
  /** ms since the Unix epoch */
  readonly firstSeen: number
}

/**
 * - `new`: neither the key nor the name is a contact's
 * - `known`: the key and the name are the same contact's
 * - `renamed`: the key is a contact's, but the name is another
 * - `changed-key`: the name is a contact's, but the key is another
 */
export type ContactStanding = 'new' | 'known' | 'renamed' | 'changed-key'

/** How a key and a name compare with the contacts */
export interface ContactCheck {
  readonly standing: ContactStanding
  /** The contact with this key */
  readonly contact?: Contact
  /** A contact with this name but another key; set for `changed-key` */
  readonly namesake?: Contact
}

/**
 * Public keys and the names they belong to. Immutable: methods that change something
 * return new contacts, or `this` if nothing changes.
 */
export class Contacts {
  private readonly byKey: ReadonlyMap<string, Contact>
  private readonly byName = new Map<string, Contact[]>()

  constructor (contacts: Iterable<Contact> = []) {
    this.byKey = new Map([...contacts].map(contact => [contact.publicKey, contact]))

    for (const contact of this.byKey.values()) {
      const name = foldName(contact.name)
      this.byName.set(name, [...this.byName.get(name) ?? [], contact])
    }
  }

  get size (): number {
    return this.byKey.size
  }

  /** Returns all contacts, sorted by name */
  list (): Contact[] {
    return [...this.byKey.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.publicKey < b.publicKey ? -1 : 1))
  }

  get (publicKey: string): Contact | undefined {
    return this.byKey.get(publicKey)
  }

  /** Returns the contacts whose public keys begin with `prefix` */
  find (prefix: string): Contact[] {
    return this.list().filter(({ publicKey }) => publicKey.startsWith(prefix))
  }

  /** Returns the contacts whose names look the same as `name`; none if it is empty */
  named (name: string): Contact[] {
    const folded = foldName(name)

    // an empty name isn't anybody's
    return folded === '' ? [] : this.byName.get(folded) ?? []
  }

  /** Compares a key and a name with the contacts */
  check (publicKey: string, name: string): ContactCheck {
    const contact = this.get(publicKey)
    const namesakes = this.named(name)

    if (namesakes.length > 0 && !namesakes.some(namesake => namesake.publicKey === publicKey)) {
      return { standing: 'changed-key', contact, namesake: namesakes.find(({ verified }) => verified) ?? namesakes[0] }
    }

    if (contact == null) {
      return { standing: 'new' }
    }

    const sameName = namesakes.length > 0 || foldName(name) === '' || foldName(contact.name) === ''

    return { standing: sameName ? 'known' : 'renamed', contact }
  }

  /**
   * Adds a person who was in a call with us, if both key and name are new and there is
   * room. A known contact keeps its name, unless that was empty.
   *
   * @param publicKey - 64 lower-case hex digits
   * @param name - may be empty
   * @param now - ms since the Unix epoch
   */
  meet (publicKey: string, name: string, now: number): Contacts {
    const { standing, contact } = this.check(publicKey, name)

    if (standing === 'new' && this.size < MAX_CONTACTS) {
      return this.with({ publicKey, name, verified: false, firstSeen: now })
    }

    return standing === 'known' && contact?.name === '' && name !== '' ? this.with({ ...contact, name }) : this
  }

  /**
   * Stores a key that the user believes to be the named person's, as not verified.
   * Other contacts with this name are kept, because people have several devices, unless
   * `forgetOthers` is set.
   *
   * @param publicKey - 64 lower-case hex digits
   * @param name - the person's name
   * @param now - ms since the Unix epoch
   * @param forgetOthers - remove the other contacts with this name
   * @throws {ContactsFullError}
   */
  trust (publicKey: string, name: string, now: number, forgetOthers = false): Contacts {
    const others = forgetOthers ? this.named(name).filter(contact => contact.publicKey !== publicKey) : []
    const rest = others.reduce((contacts, other) => contacts.forget(other.publicKey), this as Contacts)

    return rest.with({ publicKey, name, verified: false, firstSeen: this.get(publicKey)?.firstSeen ?? now })
  }

  /**
   * Adds a contact, or renames it
   *
   * @param publicKey - 64 lower-case hex digits
   * @param name - the person's name
   * @param now - ms since the Unix epoch
   * @throws {ContactsFullError}
   */
  add (publicKey: string, name: string, now: number): Contacts {
    return this.with({ verified: false, firstSeen: now, ...this.get(publicKey), publicKey, name })
  }

  /** Marks a contact as verified, or as no longer verified. Does nothing for an unknown key */
  verify (publicKey: string, verified = true): Contacts {
    const contact = this.get(publicKey)

    return contact == null || contact.verified === verified ? this : this.with({ ...contact, verified })
  }

  /** Removes a contact. Does nothing for an unknown key */
  forget (publicKey: string): Contacts {
    return this.byKey.has(publicKey) ? new Contacts([...this.byKey.values()].filter(contact => contact.publicKey !== publicKey)) : this
  }

  private with (contact: Contact): Contacts {
    if (!this.byKey.has(contact.publicKey) && this.size >= MAX_CONTACTS) {
      throw new ContactsFullError(MAX_CONTACTS)
    }

    return new Contacts([...this.byKey.values(), contact])
  }
}
