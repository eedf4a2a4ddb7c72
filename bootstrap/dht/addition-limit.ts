import { ADDITION_PERIOD, MAX_ADDITIONS, MAX_COUNTED_PEERS } from './limits.ts'

/**
 * Limits how many keys each peer adds itself to in a period. Beyond that, a peer's own
 * oldest additions are removed: a person who goes from call to call is found in the
 * last one, and nobody gets more room by being quick. With too many peers to count, those
 * that added nothing for the longest time are forgotten, so that new peers are never
 * kept out.
 */
export class AdditionLimit {
  private readonly additions = new Map<string, Array<{ key: string, at: number }>>()

  /** How many peers are counted */
  get size (): number {
    return this.additions.size
  }

  /**
   * Records an addition. Adding to the same key again doesn't count.
   *
   * @param peer - the PeerId
   * @param key - the key that the peer adds itself to
   * @param now - ms of a monotonic clock
   * @returns the key that the peer must be removed from, if any
   */
  add (peer: string, key: string, now: number): string | undefined {
    const recent = (this.additions.get(peer) ?? []).filter(({ at }) => now - at < ADDITION_PERIOD)

    if (!recent.some(addition => addition.key === key)) {
      recent.push({ key, at: now })
    }

    this.additions.delete(peer)
    this.additions.set(peer, recent)

    if (this.additions.size > MAX_COUNTED_PEERS) {
      this.additions.delete(this.additions.keys().next().value as string)
    }

    return recent.length > MAX_ADDITIONS ? recent.shift()?.key : undefined
  }
}
