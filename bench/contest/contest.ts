import { summarize, summarizeEach } from '../report.ts'
import type { Result } from '../report.ts'

/** Runs of each contestant; the first one more is a warm-up */
export const RUNS = 7

/** Something that is measured in turn with others */
export interface Contestant<T extends Measured = Measured> {
  /** Its name in the report */
  system: string
  run(): Promise<T>
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

/** Lets contestants run in turn; each begins a round in its turn, so that none always follows the same */
export async function contest<T extends Measured> ({ n, metric, contestants, runs = RUNS, log }: ContestInit<T>): Promise<ContestResult<T>> {
  const measured: T[][] = contestants.map(() => [])

  for (let round = 0; round <= runs; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (round + turn) % contestants.length
      const { system, run } = contestants[index]
      const result = await run().catch(err => { throw new Error(`${system}, N=${n}: ${err.message}`, { cause: err }) })
      const steps = Object.entries(result.steps ?? {}).sort(([, a], [, b]) => a - b)
      log(`N=${n} ${metric}, ${round === 0 ? 'warm-up' : `run ${round}`}: ${system} ${result.time.toFixed(0)} ms${steps.map(([name, at]) => `, ${name} ${at.toFixed(0)}`).join('')}`)

      if (round > 0) {
        measured[index].push(result)
      }
    }
  }

  return {
    results: contestants.map(({ system }, index) => summarize(system, n, metric, 'ms', measured[index].map(({ time }) => time))),
    steps: contestants.flatMap(({ system }, index) => summarizeEach(system, n, name => `${metric}: ${name}`, 'ms', measured[index].map(({ steps }) => steps))),
    runs: measured
  }
}
