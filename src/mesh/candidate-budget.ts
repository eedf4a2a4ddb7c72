import { perMinute } from '../bucket.ts'
import { getNewest, setNewest } from '../newest.ts'
import { ALL_CANDIDATES, ALL_CANDIDATES_PER_MINUTE, CANDIDATE_USES, CANDIDATE_USES_PER_MINUTE, MAX_REMEMBERED_CANDIDATES, MAX_REMEMBERED_MEMBERS, MEMBER_CANDIDATES, MEMBER_CANDIDATES_PER_MINUTE } from './limits.ts'
import type { TokenBucket } from '../bucket.ts'

interface MemberRecord {
  /** For hosts and ports that it hasn't named before */
  readonly fresh: TokenBucket
  /** How often each host and port may be tried */
  readonly targets: Map<string, TokenBucket>
}

/**
 * Limits to how many hosts and ports the candidates of members make this machine send
 * packets, and how often: for each public key over all of its links, and for the call.
 * Pure: all times are passed in, in ms.
 */
export class CandidateBudget {
  private readonly members = new Map<string, MemberRecord>()
  private all?: TokenBucket

  /** How many members are remembered */
  get size (): number {
    return this.members.size
  }

  /**
   * Counts a candidate. Returns false if it must not be tried.
   *
   * @param member - public key
   * @param target - protocol, host and port
   * @param now
   */
  take (member: string, target: string, now: number): boolean {
    const { fresh, targets } = this.memberOf(member, now)
    const uses = targets.get(target)

    if (uses != null) {
      return uses.take(now)
    }

    const all = this.all ??= perMinute(ALL_CANDIDATES_PER_MINUTE, ALL_CANDIDATES, now)

    if (!all.has(now) || !fresh.take(now)) {
      return false
    }

    all.take(now)
    const first = perMinute(CANDIDATE_USES_PER_MINUTE, CANDIDATE_USES, now)
    first.take(now)
    setNewest(targets, target, first, MAX_REMEMBERED_CANDIDATES)

    return true
  }

  private memberOf (member: string, now: number): MemberRecord {
    return getNewest(this.members, member, MAX_REMEMBERED_MEMBERS, () => ({ fresh: perMinute(MEMBER_CANDIDATES_PER_MINUTE, MEMBER_CANDIDATES, now), targets: new Map<string, TokenBucket>() }))
  }
}
