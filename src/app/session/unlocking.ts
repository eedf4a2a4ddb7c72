import { painted } from './painted.ts'
import { visitIdentity } from './visit.ts'
import type { Engine } from './load-engine.ts'
import type { Identity } from '../../../keys/index.ts'
import type { PassphraseState } from '../model/state.ts'

/** The user didn't enter the passphrase */
export class LockedError extends Error {
  static name = 'LockedError'
  name = 'LockedError'
}

/** Identities opened in this page, by where they are stored, so that the user isn't asked twice. Contains no passphrases */
const opened = new Map<string, Identity>()

/**
 * Opens the identity that this browser stores, and asks for its passphrase until one
 * opens it or the user cancels
 */
export class Unlocking {
  private readonly onChange: () => void
  private asked?: PromiseWithResolvers<string>
  private current?: PassphraseState

  constructor (onChange: () => void) {
    this.onChange = onChange
  }

  /** The question for the user, if any */
  get state (): PassphraseState | undefined {
    return this.current
  }

  /**
   * @throws {LockedError} when the user didn't enter the passphrase
   * @throws {KeyFileError}
   */
  async open (engine: Engine, path: string): Promise<Identity> {
    const visiting = visitIdentity(path)

    if (visiting != null) {
      return visiting
    }

    const known = opened.get(path)

    // another identity may be stored there by now
    if (known != null && (await engine.inspectIdentity(path)).publicKey === known.publicKey) {
      return known
    }

    try {
      const identity = await this.ask(engine, path)
      opened.set(path, identity)

      return identity
    } finally {
      this.set(undefined)
    }
  }

  /** Called when the user has entered a passphrase */
  answer (passphrase: string): void {
    this.set({ wrong: false, working: true })
    this.asked?.resolve(passphrase)
  }

  /** Called when the user cancels, or on pagehide */
  cancel (): void {
    this.asked?.reject(new LockedError())
  }

  private async ask (engine: Engine, path: string): Promise<Identity> {
    for (let wrong = false; ; wrong = true) {
      try {
        return await engine.loadOrCreateIdentity(path, { passphrase: async purpose => purpose === 'open' ? this.next(wrong) : undefined })
      } catch (err: any) {
        if (err.code !== 'wrong-passphrase' && err.code !== 'passphrase-needed') {
          throw err
        }
      }
    }
  }

  private async next (wrong: boolean): Promise<string> {
    this.asked = Promise.withResolvers()
    this.set({ wrong, working: false })

    const passphrase = await this.asked.promise
    await painted()

    return passphrase
  }

  private set (state: PassphraseState | undefined): void {
    this.current = state
    this.onChange()
  }
}
