import type { ProtocolContext } from './context.ts'

/**
 * Announces when the local participant speaks, to participants that can't measure it: they hear it
 * in a mix, because it is carried, or carries others to them
 */
export class SpeakingNews {
  private readonly context: ProtocolContext
  /** Returns the public keys of the participants that hear a mix */
  private readonly listeners: () => string[]
  private told = new Set<string>()
  private speaking = false

  constructor (context: ProtocolContext, listeners: () => string[]) {
    this.context = context
    this.listeners = listeners
  }

  set (speaking: boolean): void {
    if (this.speaking !== speaking) {
      this.speaking = speaking
      this.told.forEach(publicKey => { this.tell(publicKey) })
    }
  }

  /** Tells participants that have just begun to hear a mix: they take everybody for silent */
  review (): void {
    const listeners = new Set(this.listeners())

    if (this.speaking) {
      listeners.forEach(publicKey => {
        if (!this.told.has(publicKey)) {
          this.tell(publicKey)
        }
      })
    }

    this.told = listeners
  }

  private tell (publicKey: string): void {
    this.context.tell(publicKey, { type: 'speaking', speaking: this.speaking })
  }
}
