/** ms without a change after which the others are told: a burst of changes is one message */
const QUIET = 250

/**
 * ms after which they are told although changes go on. While somebody joins, link
 * after link comes up: telling of each would cost the join more than its offers do
 */
const LIMIT = 1_000

/**
 * Gathers what has changed about one's links, and whom one has met, and tells of
 * it when it has become quiet
 */
export class LinkNews {
  private readonly tell: (met: string[]) => void
  private readonly met = new Set<string>()
  private timer?: ReturnType<typeof setTimeout>
  private since = 0

  /**
   * @param tell - given the public keys of those whose links came up since the last time
   */
  constructor (tell: (met: string[]) => void) {
    this.tell = tell
  }

  /** A link has another state */
  change (now: number = performance.now()): void {
    if (this.timer == null) {
      this.since = now
    }

    clearTimeout(this.timer)
    this.timer = setTimeout(() => { this.flush() }, Math.max(0, Math.min(QUIET, this.since + LIMIT - now)))
  }

  /** The link to a participant is up */
  meet (participant: string): void {
    this.met.add(participant)
    this.change()
  }

  stop (): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  private flush (): void {
    const met = [...this.met]
    this.timer = undefined
    this.met.clear()
    this.tell(met)
  }
}
