import { setNewest } from '../newest.ts'
import { BLOCKED_TIME, MAX_BLOCKLIST_RECORDS, MAX_FAILED_PROOFS, PROOF_PERIOD } from './limits.ts'

interface Record {
  /** ms, of failed proofs in the last minute */
  failures: number[]
  blockedUntil: number
}

/**
 * Blocks peers that keep failing to prove that they belong to the group, for a while and
 * by session key alone. Keys cost nothing, so that saves work and keeps nobody out for
 * good; but a block by address would let a stranger keep out a member behind the same
 * router. Streams of strangers are bounded in number instead.
 */
export class Blocklist {
  private readonly records = new Map<string, Record>()

  /**
   * Counts a stream of a peer that has failed
   *
   * @param sessionKey - that Noise proved, as hex
   * @param now - ms
   */
  fail (sessionKey: string, now: number): void {
    const record = this.records.get(sessionKey) ?? { failures: [], blockedUntil: 0 }

    record.failures = [...record.failures.filter(at => at > now - PROOF_PERIOD), now]

    if (record.failures.length >= MAX_FAILED_PROOFS) {
      record.failures = []
      record.blockedUntil = now + BLOCKED_TIME
    }

    setNewest(this.records, sessionKey, record, MAX_BLOCKLIST_RECORDS)
  }

  /** Returns whether to reject everything from this peer */
  isBlocked (sessionKey: string, now: number): boolean {
    return (this.records.get(sessionKey)?.blockedUntil ?? 0) > now
  }
}
