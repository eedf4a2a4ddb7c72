import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { loadContacts, updateContacts } from './contact-store.ts'
import { Contacts } from './contacts.ts'
import { ContactsFileError } from './errors.ts'
import type { ContactCheck } from './contacts.ts'

type Change = (contacts: Contacts) => Contacts

export interface ContactBookEvents {
  /** A contact was added, changed or removed */
  change: CustomEvent<void>
  /** A change couldn't be stored. It applies while this object lives */
  problem: CustomEvent<Error>
}

/**
 * The contacts of an identity while they are in use: reads are synchronous, and changes
 * are stored in the background
 */
export class ContactBook extends SafeEventEmitter<ContactBookEvents> {
  readonly path: string

  private current: Contacts
  /** Changes that aren't stored yet, in order */
  private waiting: Change[] = []
  /** Changes that couldn't be stored: they are tried again with the next one */
  private failed: Change[] = []
  private keeping?: Promise<void>

  constructor (path: string, contacts: Contacts) {
    super()

    this.path = path
    this.current = contacts
  }

  /** The contacts as of now, including changes that aren't stored yet */
  get contacts (): Contacts {
    return this.current
  }

  /** See {@link Contacts.check} */
  check (publicKey: string, name: string): ContactCheck {
    return this.current.check(publicKey, name)
  }

  /** Records a person who is in a call with us and whose key isn't in doubt; see {@link Contacts.meet} */
  meet (publicKey: string, name: string): void {
    const now = Date.now()
    this.change(contacts => contacts.meet(publicKey, name, now))
  }

  /** Records that the user believes a key to be the named person's; see {@link Contacts.trust} */
  trust (publicKey: string, name: string, { forgetOthers = false }: { forgetOthers?: boolean } = {}): void {
    const now = Date.now()
    this.change(contacts => contacts.trust(publicKey, name, now, forgetOthers))
  }

  /** Records that both people have compared their number, or with `false` takes it back */
  verify (publicKey: string, verified = true): void {
    this.change(contacts => contacts.verify(publicKey, verified))
  }

  /** Removes a contact */
  forget (publicKey: string): void {
    this.change(contacts => contacts.forget(publicKey))
  }

  /** Resolves when all changes have been stored, or have failed */
  async settled (): Promise<void> {
    await this.keeping
  }

  private change (change: Change): void {
    const after = this.apply([change], this.current)

    if (after !== this.current) {
      this.waiting.push(change)
      this.keeping ??= this.keep().finally(() => { this.keeping = undefined })
      this.set(after)
    }
  }

  /** Stores all waiting changes in one write */
  private async keep (): Promise<void> {
    // include the other changes of this turn
    await Promise.resolve()

    while (this.waiting.length > 0) {
      const changes = [...this.failed, ...this.waiting]
      this.waiting = []
      this.failed = []

      try {
        const kept = await updateContacts(this.path, contacts => this.apply(changes, contacts))
        // another process may have changed the contacts, and so may we meanwhile
        this.set(this.apply(this.waiting, kept))
      } catch (err: any) {
        this.failed = changes
        this.safeDispatchEvent('problem', { detail: err })
      }
    }
  }

  /** A change that fails because there is no room doesn't stop the others */
  private apply (changes: Change[], contacts: Contacts): Contacts {
    return changes.reduce((changed, change) => {
      try {
        return change(changed)
      } catch (err: any) {
        this.safeDispatchEvent('problem', { detail: err })

        return changed
      }
    }, contacts)
  }

  private set (contacts: Contacts): void {
    this.current = contacts
    this.safeDispatchEvent('change')
  }
}

export interface OpenContactsOptions {
  /**
   * Called when the system can't read the contacts. The book then starts empty, and its
   * changes apply while it lives.
   */
  onProblem?(error: ContactsFileError): void
}

/**
 * Opens the contacts that are stored under a path, see `defaultContactsPath`
 *
 * @throws {ContactsFileError} if they can't be used; with `onProblem`, not if the system can't read them
 */
export async function openContacts (path: string, { onProblem }: OpenContactsOptions = {}): Promise<ContactBook> {
  try {
    return new ContactBook(path, await loadContacts(path))
  } catch (err: any) {
    if (onProblem == null || !(err instanceof ContactsFileError) || err.code !== 'io') {
      throw err
    }

    onProblem(err)

    return new ContactBook(path, new Contacts())
  }
}
