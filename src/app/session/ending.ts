import type { Ending } from '../model/state.ts'

/** Reasons by error name: the classes are loaded with libp2p, later than this */
const REASONS: Record<string, Ending['reason']> = {
  GroupCallFullError: 'full',
  ReplacedError: 'replaced',
  JoinRefusedError: 'refused',
  InsecurePageError: 'insecure',
  InviteError: 'invite',
  EngineLoadError: 'unloaded',
  RemovedError: 'removed',
  LockedError: 'locked'
}

/** Refusals that the user can do something about, by the reason in the error */
const REFUSALS: Record<string, Ending['reason']> = {
  'not-a-member': 'outside',
  'newer-version': 'outdated',
  'older-version': 'ahead'
}

/** Returns why a call is over; without an error, the user has left */
export function endingOf (err?: Error & { code?: any, reason?: string }): Ending {
  if (err == null) {
    return { reason: 'left' }
  }

  if (err.name === 'JoinRefusedError' && err.reason === 'expired') {
    return { reason: 'invite', invite: 'expired', message: err.message }
  }

  const reason = REFUSALS[err.reason ?? ''] ?? REASONS[err.name] ?? 'failed'

  return { reason, invite: reason === 'invite' ? err.code : undefined, message: err.message }
}
