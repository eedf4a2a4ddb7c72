/** ms for which a reaction is shown */
const SHOWN_FOR = 5_000

/** The reactions on the screen, by the public keys of those who show them */
export class ShownReactions {
  private readonly now: () => number
  private readonly shown = new Map<string, { reaction: string, until: number }>()

  /** @param now - returns ms, as `performance.now()` does */
  constructor (now: () => number = () => performance.now()) {
    this.now = now
  }

  /** Shows a reaction instead of the last one of the same person */
  show (publicKey: string, reaction: string): void {
    // those of people who have left don't add up
    this.shown.forEach((_, other) => this.of(other))
    this.shown.set(publicKey, { reaction, until: this.now() + SHOWN_FOR })
  }

  of (publicKey: string): string | undefined {
    const shown = this.shown.get(publicKey)

    if (shown != null && shown.until > this.now()) {
      return shown.reaction
    }

    this.shown.delete(publicKey)

    return undefined
  }

  clear (): void {
    this.shown.clear()
  }
}
