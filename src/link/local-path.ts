/**
 * ms of sleep that a path survives: ICE on the other side gives up after five seconds,
 * and a NAT may forget us as soon
 */
export const SURVIVED_SLEEP = 5_000

/** The local end of the path that a connection uses */
export interface LocalCandidate {
  candidateType?: string
  /** Absent where the platform hides it */
  address?: string
}

/** What has happened to the local machine */
export interface PathDisturbance {
  /** ms for which this process stood still */
  slept: number
  /** Addresses that this machine no longer has; undefined if it can't be known which */
  removed?: readonly string[]
}

/**
 * Returns whether a path can't work any longer, as far as that is certain. Of a path
 * through a NAT or relay only the outer address is known, so any address may have been
 * the one behind it.
 */
export function isPathBroken ({ slept, removed = [] }: PathDisturbance, local?: LocalCandidate): boolean {
  if (slept > SURVIVED_SLEEP) {
    return true
  }

  return removed.length > 0 && (local?.candidateType !== 'host' || local.address == null || removed.includes(local.address))
}

/**
 * Reads the local end of the selected path from a W3C statistics report
 *
 * @param report - the entries of an `RTCStatsReport`
 */
export function readLocalCandidate (report: Iterable<any>): LocalCandidate | undefined {
  const entries = [...report]
  const selected = entries.find(({ type }) => type === 'transport')?.selectedCandidatePairId
  const pair = entries.find(({ id, type, nominated, state }) => type === 'candidate-pair' && (selected == null ? nominated === true && state === 'succeeded' : id === selected))
  const candidate = entries.find(({ id }) => id === pair?.localCandidateId)

  // older libraries call it `ip`
  return candidate == null ? undefined : { candidateType: candidate.candidateType, address: candidate.address ?? candidate.ip }
}
