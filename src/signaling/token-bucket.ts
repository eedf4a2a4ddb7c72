import { TokenBucket } from '../bucket.ts'
import { MAX_VIOLATIONS, VIOLATION_PERIOD } from './limits.ts'

export { TokenBucket }

/** Returns the bucket for one path's invalid messages: the third within a minute is one too many */
export function violationLimit (now: number): TokenBucket {
  return new TokenBucket(MAX_VIOLATIONS * 1_000 / VIOLATION_PERIOD, MAX_VIOLATIONS - 1, now)
}
