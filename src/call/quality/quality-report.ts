import { shortKey } from '../../../keys/index.ts'
import { HISTORY_PERIOD } from './link-history.ts'
import { findProblems } from './link-problems.ts'
import { explainProblem } from './problem-words.ts'
import type { LinkRecord, LinkSample } from './link-history.ts'
import type { LinkProblem } from './link-problems.ts'

/** A participant in a {@link QualityReport} */
export interface LinkReport {
  /** The first eight digits of its public key, as in logs */
  key: string
  /** May be empty */
  name: string
  /** As in `LinkStatistics`: how the remote end is reached, without its address */
  candidateType?: string
  /** Whether voices went through a TURN server */
  relayed: boolean
  samples: LinkSample[]
  problems: LinkProblem[]
}

/**
 * How the links of a call were in the last two minutes, as plain data that can be saved as
 * JSON. All times in it are ms since the Unix epoch. It contains no addresses, invites,
 * secrets or whole keys, and not the name of the group.
 */
export interface QualityReport {
  from: number
  to: number
  /** Everybody who was in the call, except the local participant */
  participants: LinkReport[]
  /** What was bad, in English sentences, the worst first; empty if nothing was */
  verdict: string[]
}

/**
 * Makes a report
 *
 * @param records - see `LinkHistory.list`
 * @param now - in ms, by the clock of the records
 * @param wallClock - the same moment in ms since the Unix epoch
 */
export function qualityReport (records: LinkRecord[], now: number, wallClock: number): QualityReport {
  const toWallClock = (at: number): number => Math.round(wallClock - now + at)

  const participants = findProblems(records, now).map(({ record, problems }) => ({
    key: shortKey(record.publicKey),
    name: record.name,
    candidateType: record.candidateType,
    relayed: record.relayed,
    samples: record.samples.map(sample => ({ ...sample, at: toWallClock(sample.at) })),
    problems: problems.map(problem => ({ ...problem, from: toWallClock(problem.from), to: toWallClock(problem.to) }))
  }))

  const verdict = participants
    .flatMap(({ name, key, problems }) => problems.map(problem => ({ problem, words: explainProblem(name === '' ? key : name, problem) })))
    .sort(({ problem: a }, { problem: b }) => Number(b.severity === 'poor') - Number(a.severity === 'poor') || a.from - b.from)
    .map(({ words }) => words)

  return { from: toWallClock(now - HISTORY_PERIOD), to: toWallClock(now), participants, verdict }
}
