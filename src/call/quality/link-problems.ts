import { QUALITY_LIMITS } from '../../link/index.ts'
import type { LinkRecord, LinkSample } from './link-history.ts'

/** Measured values of a link, each with limits of its own */
type Metric = keyof typeof QUALITY_LIMITS['fair']

const METRICS = Object.keys(QUALITY_LIMITS.fair) as Metric[]

/** ms between two bad samples that belong together */
const LONGEST_GAP = 4_000

/** Bad samples that make a problem: a single one isn't worth a word */
const FEWEST_SAMPLES = 2

/** ms without a connection that a listener notices */
const SHORTEST_INTERRUPTION = 1_000

/** The same before a participant leaves: a process that ends without a goodbye is silent for a moment first */
const SHORTEST_BEFORE_LEAVING = 5_000

/** ms that the first connection may take: a slow network takes 2 or 3 s */
const SLOW_CONNECTION = 6_000

/** What was bad about a link, and when */
export interface LinkProblem {
  /** A value that was too high, a connection that was `interrupted`, or one that didn't come about (`unconnected`) */
  kind: Metric | 'interrupted' | 'unconnected'
  /** ms, by the clock of the samples */
  from: number
  to: number
  severity: 'fair' | 'poor'
  /** Percent or ms, on average; absent where there was no connection */
  mean?: number
  /** Heard through another participant for part of the time */
  carried?: boolean
  /**
   * On whose side the cause probably is, as the other links at that time show: only this
   * one was bad (`remote`), or all of them (`local`)
   */
  side: 'local' | 'remote' | 'unknown'
}

type FoundProblem = Omit<LinkProblem, 'side'>

/**
 * Finds what was bad about each link, in order of time
 *
 * @param records - of all links of the call
 * @param now - until when the newest samples hold, by their clock
 */
export function findProblems (records: LinkRecord[], now: number): Array<{ record: LinkRecord, problems: LinkProblem[] }> {
  const all = records.map(record => ({ record, found: problemsOf(record.samples, now) }))

  return all.map(({ record, found }) => {
    const others = all.filter(other => other.record !== record)

    return { record, problems: found.map(problem => ({ ...problem, side: sideOf(problem, others) })) }
  })
}

function problemsOf (samples: LinkSample[], now: number): FoundProblem[] {
  return [...METRICS.flatMap(metric => stretches(samples, metric)), ...interruptions(samples, now)].sort((a, b) => a.from - b.from)
}

/** Returns the times at which a value was too high for longer than a moment */
function stretches (samples: LinkSample[], metric: Metric): FoundProblem[] {
  const found: LinkSample[][] = []

  for (const sample of samples) {
    const before = found.at(-1)

    if ((sample[metric] ?? 0) <= QUALITY_LIMITS.fair[metric]) {
      continue
    }

    if (before != null && sample.at - before[before.length - 1].at <= LONGEST_GAP) {
      before.push(sample)
    } else {
      found.push([sample])
    }
  }

  return found.filter(({ length }) => length >= FEWEST_SAMPLES).map(bad => {
    const [{ at: from }] = bad
    const { at: to } = bad[bad.length - 1]
    const values = samples.filter(({ at, [metric]: value }) => value != null && at >= from && at <= to).map(sample => sample[metric] ?? 0)

    return {
      kind: metric,
      from,
      to,
      severity: bad.filter(sample => (sample[metric] ?? 0) > QUALITY_LIMITS.poor[metric]).length >= FEWEST_SAMPLES ? 'poor' : 'fair',
      mean: values.reduce((sum, value) => sum + value, 0) / values.length
    }
  })
}

/** Returns the times at which there was no connection, although the participant was there */
function interruptions (samples: LinkSample[], now: number): FoundProblem[] {
  const found: FoundProblem[] = []
  let wasConnected = false
  let begin: LinkSample | undefined
  let carried: boolean | undefined

  const end = (to: number, left: boolean): void => {
    const shortest = left ? SHORTEST_BEFORE_LEAVING : SHORTEST_INTERRUPTION

    if (begin != null && to - begin.at >= (wasConnected ? shortest : SLOW_CONNECTION)) {
      found.push({ kind: wasConnected ? 'interrupted' : 'unconnected', from: begin.at, to, severity: 'poor', carried })
    }

    begin = carried = undefined
  }

  for (const sample of samples) {
    if (sample.left === true || sample.linkState === 'connected') {
      end(sample.at, sample.left === true)
      wasConnected = sample.left !== true
    } else {
      begin ??= sample
      carried ??= sample.carried
      // it was connected before the first sample
      wasConnected ||= sample.linkState === 'reconnecting'
    }
  }

  end(now, false)

  return found
}

/** Judges by the links that were there at the same time */
function sideOf ({ from, to }: FoundProblem, others: Array<{ record: LinkRecord, found: FoundProblem[] }>): LinkProblem['side'] {
  const present = others.filter(({ record }) => record.samples.some(({ at, left }) => left !== true && at >= from && at <= to))
  const affected = present.filter(({ found }) => found.some(problem => problem.from <= to && problem.to >= from))

  if (present.length === 0 || (affected.length > 0 && affected.length < present.length)) {
    return 'unknown'
  }

  return affected.length === 0 ? 'remote' : 'local'
}
