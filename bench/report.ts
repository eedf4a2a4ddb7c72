export interface Result {
  system: string
  n: number
  metric: string
  unit: string
  median: number
  min: number
  max: number
  runs: number
}

export interface Ratio {
  metric: string
  n: number
  against: string
  value: number
  goal: number
  met: boolean
}

/** The object that a benchmark prints with `--json`; `REPORT_FORM` describes it to users */
export interface Report {
  name: string
  results: Result[]
  ratios: Ratio[]
}

export const REPORT_FORM = `
With --json one object is printed:
  name     of the benchmark
  results  [{ system, n, metric, unit, median, min, max, runs }]
           what was measured; n is the number of participants, streams, offers, messages or joins
  ratios   [{ metric, n, against, value, goal, met }]
           a median beside another system's or a bound; met when value is goal or less`

export function summarize (system: string, n: number, metric: string, unit: string, values: number[]): Result {
  const sorted = [...values].sort((a, b) => a - b)

  return {
    system,
    n,
    metric,
    unit,
    median: round(sorted[Math.floor(sorted.length / 2)]),
    min: round(sorted[0]),
    max: round(sorted[sorted.length - 1]),
    runs: sorted.length
  }
}

/**
 * Compares a result with a bound: returns the result as a multiple of `unit`, which
 * should be at most `goal`
 */
export function judge (result: Result, against: string, unit: number, goal: number): Ratio {
  const value = Math.round(100 * result.median / unit) / 100

  return { metric: result.metric, n: result.n, against: `${against} (${result.system})`, value, goal, met: value <= goal }
}

/** Returns a result's median as a multiple of the reference's */
export function compare (result: Result, reference: Result, goal: number): Ratio {
  const value = Math.round(100 * result.median / reference.median) / 100

  return { metric: result.metric, n: result.n, against: reference.system, value, goal, met: value <= goal }
}

export function format (report: Report): string {
  return [
    report.name,
    ...report.results.map(({ system, n, metric, unit, median, min, max, runs }) =>
      `  N=${n} ${system}: ${metric} ${median} ${unit} (${min} to ${max}, ${runs} runs)`),
    ...report.ratios.map(({ metric, n, against, value, goal, met }) =>
      `  N=${n} ${metric}: ${value} times ${against}, goal ${goal}: ${met ? 'met' : 'missed'}`)
  ].join('\n')
}

function round (value: number): number {
  return Math.round(value * 10) / 10
}
