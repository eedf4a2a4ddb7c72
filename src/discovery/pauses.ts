import { RENDEZVOUS_SLOT_MS } from '../group/index.ts'
import { growingPause } from '../growing-pause.ts'
import { CALL_LOOKUP_PAUSE, FIRST_LOOKUP_PAUSE, FIRST_REDIAL_PAUSE, LONGEST_LOOKUP_PAUSE, LONGEST_REDIAL_PAUSE, LONGEST_UNUSED_REDIAL_PAUSE, REPROVIDE_INTERVAL } from './limits.ts'

/**
 * Returns the ms until the next lookup, with a jitter of a quarter either way, so that
 * peers that began together don't go on together
 *
 * @param lookups - how many there were while alone
 * @param alone - whether nobody else is in the call
 * @param random - 0 to 1
 * @param longest - ms, while alone
 */
export function nextLookupPause (lookups: number, alone: boolean, random: number, longest = LONGEST_LOOKUP_PAUSE): number {
  const pause = alone ? growingPause(FIRST_LOOKUP_PAUSE, longest, lookups) : CALL_LOOKUP_PAUSE

  return jitter(pause, random)
}

/**
 * Returns the ms until a bootstrap peer is dialled again
 *
 * @param failures - in a row
 * @param inUse - whether it is configured, or was connected a while ago
 * @param random - 0 to 1
 */
export function nextRedialPause (failures: number, inUse: boolean, random: number): number {
  return jitter(growingPause(FIRST_REDIAL_PAUSE, inUse ? LONGEST_REDIAL_PAUSE : LONGEST_UNUSED_REDIAL_PAUSE, failures), random)
}

/**
 * Returns whether to renew a provider record, because it is old or its hour has ended.
 * Both times are ms since the Unix epoch; a clock may be set back.
 */
export function isRecordDue (givenAt: number, now: number): boolean {
  return Math.abs(now - givenAt) >= REPROVIDE_INTERVAL ||
    Math.floor(now / RENDEZVOUS_SLOT_MS) !== Math.floor(givenAt / RENDEZVOUS_SLOT_MS)
}

function jitter (pause: number, random: number): number {
  return pause * (0.75 + (random / 2))
}
