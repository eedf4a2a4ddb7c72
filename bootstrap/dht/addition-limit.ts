import { ADDITION_PERIOD, MAX_ADDITIONS, MAX_COUNTED_PEERS } from './limits.ts'

/**
 * Counts what each peer adds in a period. When a peer adds more, its own earlier
 * additions give way: who goes from call to call is found in the last, and nobody gets
 * more room by being quick. When there are too many peers to count, those are forgotten
 * who have been quiet the longest: new ones are never kept out.
 */
export class AdditionLimit {
  private readonly additions = new Map<string, Array<{ key: string, at: number }>>()

  /** How many peers it knows */
  get size (): number {
    return this.additions.size
  }

  /**
   * Takes note of an addition. What was added before is renewed, which is none.
   *
   * @param peer - its PeerId
   * @param key - that it adds itself to
   * @param now - ms
   * @returns the key that the peer has to be taken away from, if there is one
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
