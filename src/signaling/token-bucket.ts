import { MAX_VIOLATIONS, VIOLATION_PERIOD } from './limits.ts'

/** Limits a rate: `burst` at once and `perSecond` in the long run */
export class TokenBucket {
  private tokens: number
  private last: number
  private readonly perSecond: number
  private readonly burst: number

  constructor (perSecond: number, burst: number, now: number) {
    this.perSecond = perSecond
    this.burst = burst
    this.tokens = burst
    this.last = now
  }

  /** Returns false when the bucket is empty; `now` is in ms */
  take (now: number): boolean {
    this.tokens = Math.min(this.burst, this.tokens + (Math.max(0, now - this.last) * this.perSecond / 1_000))
    this.last = now

    if (this.tokens < 1) {
      return false
    }

    this.tokens--

    return true
  }
}

/** Returns the bucket for one path's invalid messages: the third within a minute is one too many */
export function violationLimit (now: number): TokenBucket {
  return new TokenBucket(MAX_VIOLATIONS * 1_000 / VIOLATION_PERIOD, MAX_VIOLATIONS - 1, now)
}
