import type { Ending } from '../model/state.ts'

/** By the names of errors: their classes are loaded with libp2p, later than this */
const REASONS: Record<string, Ending['reason']> = {
  GroupCallFullError: 'full',
  ReplacedError: 'replaced',
  JoinRefusedError: 'refused',
  RemovedError: 'removed'
}

/** By why a member has refused */
const REFUSALS: Record<string, Ending['reason']> = { 'not-a-member': 'outside', expired: 'expired' }

/** Why a call is over; without an error, since one has left */
export function endingOf (err?: Error & { reason?: string }): Ending {
  if (err == null) {
    return { reason: 'left' }
  }

  return { reason: REFUSALS[err.reason ?? ''] ?? REASONS[err.name] ?? 'failed', message: err.message }
}
