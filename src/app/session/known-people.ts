import type { Engine } from './load-engine.ts'
import type { ContactBook } from '../../index.ts'

/** Numbers that are kept ready: of more people than are in a call */
const MAX_NUMBERS = 64

export interface KnownPeopleInit {
  engine: Engine
  /** One's own public key */
  publicKey: string
  /** Where the identity is kept: its contacts are beside it */
  identityPath: string
  onChange(): void
  onProblem(error: Error): void
}

/** Who is known to the person of this page, and the numbers to compare with them */
export class KnownPeople {
  readonly contacts: ContactBook

  private readonly init: KnownPeopleInit
  /** A screen is drawn ten times a second */
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
    const { defaultContactsPath, openContacts } = init.engine

    return new KnownPeople(init, await openContacts(defaultContactsPath(init.identityPath)))
  }

  /** All that is known of people is kept, also when the page is closed now */
  get kept (): boolean {
    return this.unkept === 0
  }

  /** The pair's number */
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
