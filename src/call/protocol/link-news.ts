/** ms without a change after which the others are told: a burst of changes is one message */
const QUIET = 250

/**
 * ms after which they are told although changes go on. While a peer joins, link
 * after link comes up: reporting each would cost the join more than its offers do
 */
const LIMIT = 1_000

/** ms after which participants without a link are told once more: other members pass it on, and may lose it */
const REPETITION = 5_000

/**
 * Collects changes of the local links, and the participants whose links have just come
 * up, until it is quiet. All times are in ms.
 */
export class LinkNews {
  private met = new Set<string>()
  private since?: number
  private changed = 0
  private urgent = false
  private repeatAt?: number

  /** A link changed its state */
  change (now: number): void {
    this.since ??= now
    this.changed = now
  }

  /** The link to a participant is up */
  meet (publicKey: string, now: number): void {
    this.met.add(publicKey)
    this.change(now)
  }

  /** A participant has died: the others are told at once */
  hurry (now: number): void {
    this.change(now)
    this.urgent = true
  }

  /** Some participants that were told have no link to us: they are told again later */
  repeat (now: number): void {
    this.repeatAt = now + REPETITION
  }

  /** When {@link take} should be called, if there is news */
  get due (): number | undefined {
    if (this.since == null) {
      return this.repeatAt
    }

    return this.urgent ? this.since : Math.min(this.changed + QUIET, this.since + LIMIT)
  }

  /** Returns the public keys of participants met since the last time if news is due, otherwise undefined */
  take (now: number): Set<string> | undefined {
    if (this.due == null || this.due > now) {
      return undefined
    }

    const met = this.met
    this.met = new Set()
    this.since = undefined
    this.repeatAt = undefined
    this.urgent = false

    return met
  }
}
