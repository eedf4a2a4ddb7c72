import { perMinute } from '../bucket.ts'
import { growingPause } from '../growing-pause.ts'
import { getNewest, setNewest } from '../newest.ts'
import { ALL_MEMBERS_TARGETS, ALL_MEMBERS_TARGETS_PER_MINUTE, ALL_SEARCH_TARGETS, ALL_SEARCH_TARGETS_PER_MINUTE, DIAL_PAUSE_JITTER, FIRST_DIAL_PAUSE, LONGEST_DIAL_PAUSE, MAX_DIAL_SOURCES, MAX_DIAL_TARGETS, MEMBER_TARGETS, MEMBER_TARGETS_PER_MINUTE, NAMED_TARGETS, NAMED_TARGETS_PER_MINUTE, RETURN_PAUSE, SEARCH_SOURCE_TARGETS, SEARCH_SOURCE_TARGETS_PER_MINUTE } from './limits.ts'
import type { DialTarget } from './dial-target.ts'
import type { TokenBucket } from '../bucket.ts'

/** Where an address comes from, and which sources are responsible for it */
export interface Told {
  /** `member`: a message in a call; `search`: the DHT, an invite, an earlier call or the local network */
  by: 'member' | 'search'
  /** Each is charged: names such as a public key, or the PeerId of a DHT peer */
  sources: readonly string[]
  /** The peer was in the call, and has just been lost: pauses stay short */
  returning?: boolean
}

export interface DialRequest {
  target: DialTarget
  /** PeerId that is expected there */
  peer: string
  told: Told
}

interface TargetRecord {
  /** In a row */
  failures: number
  /** When it may be dialled again, in ms */
  notBefore: number
  /** The same for a peer that returns, or has answered there before */
  returnNotBefore: number
  /** PeerId of the dial that is under way */
  dialling?: string
  /** PeerId that answered there last: the failures of others, which may be invented, don't keep us from it, and its own don't for long */
  reached?: string
}

/**
 * Limits what others make this node dial. A new host and port costs its source a token,
 * and all sources together another; one that can't be reached is dialled again only after
 * growing pauses, regardless of who names it next. Pure: all times are passed in, in ms.
 */
export class DialBudget {
  private readonly random: () => number
  private readonly targets = new Map<string, TargetRecord>()
  private readonly sources = new Map<string, TokenBucket>()
  private totals?: { member: TokenBucket, search: TokenBucket, named: TokenBucket }

  constructor (random: () => number = Math.random) {
    this.random = random
  }

  /** How many hosts and ports are remembered */
  get size (): number {
    return this.targets.size
  }

  /**
   * Returns whether a dial may begin now. If so, one of {@link succeed}, {@link fail} and
   * {@link cancel} must end it. There is one dial at a time for each host and port; a
   * second one of the same peer shares it, as libp2p's dials do.
   */
  begin ({ target, peer, told }: DialRequest, now: number): boolean {
    const record = this.targets.get(target.key)

    if (record == null) {
      if (!this.charge(target, told, now)) {
        return false
      }
    } else if (record.dialling != null ? record.dialling !== peer : now < pauseEnd(record, peer, told)) {
      return false
    }

    setNewest(this.targets, target.key, { failures: 0, notBefore: 0, returnNotBefore: 0, ...record, dialling: peer }, MAX_DIAL_TARGETS)

    return true
  }

  /** The peer answered */
  succeed (request: DialRequest): void {
    this.end(request, () => ({ failures: 0, notBefore: 0, returnNotBefore: 0, reached: request.peer }))
  }

  /** The peer didn't answer: the host refused, was too slow, or is another peer's */
  fail (request: DialRequest, now: number): void {
    this.end(request, ({ failures, reached, returnNotBefore }) => ({
      failures: failures + 1,
      notBefore: now + dialPause(failures + 1, this.random()),
      // invented peers must not keep us from the one that is there
      returnNotBefore: request.told.returning === true || reached === request.peer ? now + RETURN_PAUSE : returnNotBefore,
      reached
    }))
  }

  /** The local participant has stopped the dial, which says nothing about the peer */
  cancel (request: DialRequest): void {
    this.end(request, record => record)
  }

  /**
   * The local network has changed, or this process has slept: no failure from before says
   * anything. What others may make us dial stays limited.
   */
  forgive (): void {
    this.targets.forEach((record, key) => { this.targets.set(key, { ...record, failures: 0, notBefore: 0, returnNotBefore: 0 }) })
  }

  private end ({ target, peer }: DialRequest, change: (record: TargetRecord) => Omit<TargetRecord, 'dialling'>): void {
    const record = this.targets.get(target.key)

    if (record?.dialling === peer) {
      this.targets.set(target.key, { ...change(record), dialling: undefined })
    }
  }

  /** Takes a token for a new target from each source that is responsible for it, or none at all */
  private charge ({ named }: DialTarget, { by, sources }: Told, now: number): boolean {
    const totals = this.totals ??= {
      member: perMinute(ALL_MEMBERS_TARGETS_PER_MINUTE, ALL_MEMBERS_TARGETS, now),
      search: perMinute(ALL_SEARCH_TARGETS_PER_MINUTE, ALL_SEARCH_TARGETS, now),
      named: perMinute(NAMED_TARGETS_PER_MINUTE, NAMED_TARGETS, now)
    }
    const buckets = [totals[by], ...(named ? [totals.named] : []), ...[...new Set(sources)].map(source => this.bucketOf(by, source, now))]

    return buckets.every(bucket => bucket.has(now)) && buckets.every(bucket => bucket.take(now))
  }

  private bucketOf (by: Told['by'], source: string, now: number): TokenBucket {
    return getNewest(this.sources, `${by} ${source}`, MAX_DIAL_SOURCES, () => by === 'member'
      ? perMinute(MEMBER_TARGETS_PER_MINUTE, MEMBER_TARGETS, now)
      : perMinute(SEARCH_SOURCE_TARGETS_PER_MINUTE, SEARCH_SOURCE_TARGETS, now))
  }
}

function pauseEnd ({ notBefore, reached, returnNotBefore }: TargetRecord, peer: string, { returning }: Told): number {
  return returning === true || reached === peer ? returnNotBefore : notBefore
}

/**
 * Returns the ms before a host and port may be dialled again, after this many failures in
 * a row
 *
 * @param failures
 * @param random - 0 to 1
 */
export function dialPause (failures: number, random: number): number {
  return growingPause(FIRST_DIAL_PAUSE, LONGEST_DIAL_PAUSE, failures - 1) * (1 - (DIAL_PAUSE_JITTER * random))
}
