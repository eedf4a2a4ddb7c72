import { summarize, summarizeEach } from '../report.ts'
import type { Result } from '../report.ts'
import type { SystemName } from './types.ts'

/** Runs of each contestant; the first one more is a warm-up */
export const RUNS = 7

/** Whether a system is other people's software: if it doesn't connect, that is its result, and not the end of the benchmark */
export function isRival (name: SystemName): boolean {
  return name !== 'groupcall' && name !== 'bare'
}

/** Something that is measured in turn with others */
export interface Contestant<T extends Measured = Measured> {
  /** Its name in the report */
  system: string
  run(): Promise<T>
  /** Leave out a run that fails, and say so, instead of ending the benchmark */
  mayFail?: boolean
}

/** What a run has found */
export interface Measured {
  /** ms */
  time: number
  /** ms until each step was taken, by name */
  steps?: Record<string, number>
}

export interface ContestInit<T extends Measured> {
  n: number
  metric: string
  contestants: Array<Contestant<T>>
  runs?: number
  log(line: string): void
}

export interface ContestResult<T extends Measured> {
  /** The times, in the order of the contestants */
  results: Result[]
  /** ms until each step, of those that report steps, in the order in which they are taken */
  steps: Result[]
  /** What each run has found, in the order of the contestants */
  runs: T[][]
}

/**
 * Lets contestants run in turn; each begins a round in its turn, so that none always follows the same
 *
 * @throws {Error} when a run fails, or every run of a contestant whose runs may fail
 */
export async function contest<T extends Measured> ({ n, metric, contestants, runs = RUNS, log }: ContestInit<T>): Promise<ContestResult<T>> {
  const measured: T[][] = contestants.map(() => [])

  for (let round = 0; round <= runs; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (round + turn) % contestants.length
      const { system, run, mayFail = false } = contestants[index]
      const result = await run().catch(err => {
        if (!mayFail) {
          throw new Error(`${system}, N=${n}: ${err.message}`, { cause: err })
        }

        log(`N=${n} ${metric}, run ${round}: ${system} FAILED, and this run isn't counted: ${err.message}`)
      })

      if (result == null) {
        continue
      }

      const steps = Object.entries(result.steps ?? {}).sort(([, a], [, b]) => a - b)
      log(`N=${n} ${metric}, ${round === 0 ? 'warm-up' : `run ${round}`}: ${system} ${result.time.toFixed(0)} ms${steps.map(([name, at]) => `, ${name} ${at.toFixed(0)}`).join('')}`)

      if (round > 0) {
        measured[index].push(result)
      }
    }
  }

  contestants.forEach(({ system }, index) => {
    if (measured[index].length === 0) {
      throw new Error(`${system}, N=${n}: every run failed`)
    }
  })

  return {
    results: contestants.map(({ system }, index) => summarize(system, n, metric, 'ms', measured[index].map(({ time }) => time))),
    steps: contestants.flatMap(({ system }, index) => summarizeEach(system, n, name => `${metric}: ${name}`, 'ms', measured[index].map(({ steps }) => steps))),
    runs: measured
  }
}
