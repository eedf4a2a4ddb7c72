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

  /** Returns whether {@link take} would succeed; `now` is in ms */
  has (now: number): boolean {
    this.tokens = Math.min(this.burst, this.tokens + (Math.max(0, now - this.last) * this.perSecond / 1_000))
    this.last = now

    return this.tokens >= 1
  }

  /** Returns false when the bucket is empty; `now` is in ms */
  take (now: number): boolean {
    const has = this.has(now)

    if (has) {
      this.tokens--
    }

    return has
  }
}

/** Returns a bucket that allows `burst` at once and `count` a minute in the long run */
export function perMinute (count: number, burst: number, now: number): TokenBucket {
  return new TokenBucket(count / 60, burst, now)
}
