import { ContactsFullError } from './errors.ts'
import { foldName } from './names.ts'

/** More people than anybody talks with; who is in a group must not fill the disk */
export const MAX_CONTACTS = 1_000

/** Somebody whom one has talked with, or has added */
export interface Contact {
  /** 64 lower-case hex digits */
  readonly publicKey: string
  /** What the person is called; may be empty */
  readonly name: string
  /** Both have compared the pair's number */
  readonly verified: boolean
  /** ms since the Unix epoch */
  readonly firstSeen: number
}

/**
 * - `new`: neither key nor name is known
 * - `known`: the key is kept under this name
 * - `renamed`: the key is kept under another name
 * - `changed-key`: somebody else's key is kept under this name
 */
export type ContactStanding = 'new' | 'known' | 'renamed' | 'changed-key'

/** How a key that comes under a name fits what is known */
export interface ContactCheck {
  readonly standing: ContactStanding
  /** Whose key it is */
  readonly contact?: Contact
  /** Whose name it is, when that is another one */
  readonly namesake?: Contact
}

/**
 * Who is known: public keys and the names they belong to. Never changes: whatever
 * changes something returns other contacts, or the same when there is nothing to
 * change.
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

  /** Everybody, in the order of their names */
  list (): Contact[] {
    return [...this.byKey.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.publicKey < b.publicKey ? -1 : 1))
  }

  get (publicKey: string): Contact | undefined {
    return this.byKey.get(publicKey)
  }

  /** Those whose public keys begin so */
  find (prefix: string): Contact[] {
    return this.list().filter(({ publicKey }) => publicKey.startsWith(prefix))
  }

  /** Those who are kept under a name that looks the same */
  named (name: string): Contact[] {
    const folded = foldName(name)

    // who says no name takes nobody's
    return folded === '' ? [] : this.byName.get(folded) ?? []
  }

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
   * Somebody was in a call with us. Whoever is new is kept; the names of others stay
   * as they are, and so do all when there is no room.
   *
   * @param publicKey
   * @param name
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
   * A key belongs to the named person, as the user says. Nobody has verified that.
   * Who was known under the name stays so, since people have several devices, unless
   * `forgetOthers` is set.
   *
   * @throws {ContactsFullError}
   */
  trust (publicKey: string, name: string, now: number, forgetOthers = false): Contacts {
    const others = forgetOthers ? this.named(name).filter(contact => contact.publicKey !== publicKey) : []
    const rest = others.reduce((contacts, other) => contacts.forget(other.publicKey), this as Contacts)

    return rest.with({ publicKey, name, verified: false, firstSeen: this.get(publicKey)?.firstSeen ?? now })
  }

  /**
   * Keep somebody under a name, or under another one than before
   *
   * @throws {ContactsFullError}
   */
  add (publicKey: string, name: string, now: number): Contacts {
    return this.with({ verified: false, firstSeen: now, ...this.get(publicKey), publicKey, name })
  }

  /** Both saw the same number, or (`false`) that is not sure any more; of a key that is not known nothing is */
  verify (publicKey: string, verified = true): Contacts {
    const contact = this.get(publicKey)

    return contact == null || contact.verified === verified ? this : this.with({ ...contact, verified })
  }

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
