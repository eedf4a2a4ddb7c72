import { SEQUENCE_WINDOW } from './limits.ts'

/**
 * Accepts each sequence number of a session once. Messages that took different routes
 * may overtake each other, so there is a window as in RFC 4303 section 3.4.3; anything
 * older counts as a replay.
 */
export class SequenceWindow {
  private highest = 0n
  private readonly seen = new Set<bigint>()

  /** Returns false for a number that was accepted before or is too old */
  accept (sequence: bigint): boolean {
    const oldest = this.highest - BigInt(SEQUENCE_WINDOW)

    if (sequence <= 0n || sequence <= oldest || this.seen.has(sequence)) {
      return false
    }

    this.seen.add(sequence)

    if (sequence > this.highest) {
      this.highest = sequence

      for (const old of this.seen) {
        if (old <= this.highest - BigInt(SEQUENCE_WINDOW)) {
          this.seen.delete(old)
        }
      }
    }

    return true
  }
}
