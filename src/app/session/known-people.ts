import type { Engine } from './load-engine.ts'
import type { ContactBook } from '../../index.ts'

/** Numbers that are cached: more than a call has people */
const MAX_NUMBERS = 64

export interface KnownPeopleInit {
  engine: Engine
  /** The user's public key */
  publicKey: string
  /** Where the identity is stored: its contacts are beside it */
  identityPath: string
  onChange(): void
  onProblem(error: Error): void
}

/** The user's contacts, and the numbers to compare with them */
export class KnownPeople {
  readonly contacts: ContactBook

  private readonly init: KnownPeopleInit
  /** Cached, because the screen is drawn ten times a second */
  private readonly numbers = new Map<string, string>()
  private unkept = 0

  private constructor (init: KnownPeopleInit, contacts: ContactBook) {
    this.init = init
    this.contacts = contacts
    contacts.addEventListener('change', () => { this.onChange() })
    contacts.addEventListener('problem', ({ detail }) => { init.onProblem(detail) })
  }

  /** @throws {ContactsFileError} */
  static async open (init: KnownPeopleInit): Promise<KnownPeople> {
    const { engine: { defaultContactsPath, openContacts }, identityPath, onProblem } = init

    return new KnownPeople(init, await openContacts(defaultContactsPath(identityPath), { onProblem }))
  }

  /** Whether everything is stored, so that the page may close */
  get kept (): boolean {
    return this.unkept === 0
  }

  /** Returns the number that both people of a pair see */
  numberOf (publicKey: string): string {
    if (this.numbers.size >= MAX_NUMBERS) {
      this.numbers.clear()
    }

    const number = this.numbers.get(publicKey) ?? this.init.engine.pairNumber(this.init.publicKey, publicKey)
    this.numbers.set(publicKey, number)

    return number
  }

  private onChange (): void {
    this.unkept++
    this.contacts.settled().finally(() => {
      this.unkept--
      this.init.onChange()
    })
    this.init.onChange()
  }
}
