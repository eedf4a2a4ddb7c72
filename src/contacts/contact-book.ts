import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { loadContacts, updateContacts } from './contact-store.ts'
import type { ContactCheck, Contacts } from './contacts.ts'

type Change = (contacts: Contacts) => Contacts

export interface ContactBookEvents {
  /** Somebody is known, verified, trusted or forgotten from now on */
  change: CustomEvent<void>
  /** A change could not be kept: it holds for as long as this lives */
  problem: CustomEvent<Error>
}

/**
 * The contacts of an identity while they are in use: they can be asked at once, and
 * what changes is kept behind them
 */
export class ContactBook extends SafeEventEmitter<ContactBookEvents> {
  readonly path: string

  private current: Contacts
  /** Changes that are not kept yet, in their order */
  private waiting: Change[] = []
  /** Changes that could not be kept: they are tried again with the next one */
  private failed: Change[] = []
  private keeping?: Promise<void>

  constructor (path: string, contacts: Contacts) {
    super()

    this.path = path
    this.current = contacts
  }

  get contacts (): Contacts {
    return this.current
  }

  check (publicKey: string, name: string): ContactCheck {
    return this.current.check(publicKey, name)
  }

  /** Somebody is in a call with us, and nothing is wrong with their key */
  meet (publicKey: string, name: string): void {
    const now = Date.now()
    this.change(contacts => contacts.meet(publicKey, name, now))
  }

  /** The user says that a key belongs to the named person */
  trust (publicKey: string, name: string, { forgetOthers = false }: { forgetOthers?: boolean } = {}): void {
    const now = Date.now()
    this.change(contacts => contacts.trust(publicKey, name, now, forgetOthers))
  }

  /** Both have compared the pair's number, or (`false`) that does not hold any more */
  verify (publicKey: string, verified = true): void {
    this.change(contacts => contacts.verify(publicKey, verified))
  }

  forget (publicKey: string): void {
    this.change(contacts => contacts.forget(publicKey))
  }

  /** Resolves when all changes are kept, or have failed */
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

  /** However much changes at once, it is written together */
  private async keep (): Promise<void> {
    // what changes in the same turn comes along
    await Promise.resolve()

    while (this.waiting.length > 0) {
      const changes = [...this.failed, ...this.waiting]
      this.waiting = []
      this.failed = []

      try {
        const kept = await updateContacts(this.path, contacts => this.apply(changes, contacts))
        // others may have changed something, and so may we meanwhile
        this.set(this.apply(this.waiting, kept))
      } catch (err: any) {
        this.failed = changes
        this.safeDispatchEvent('problem', { detail: err })
      }
    }
  }

  /** One change that cannot be made, since there is no room, is in no other's way */
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

/**
 * Opens the contacts that are kept under a path, see `defaultContactsPath`
 *
 * @throws {ContactsFileError}
 */
export async function openContacts (path: string): Promise<ContactBook> {
  return new ContactBook(path, await loadContacts(path))
}
