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
  /** The same of the smallest run, and of the largest */
  min: number
  max: number
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
  ratios   [{ metric, n, against, value, min, max, goal, met }]
           a median beside another system's or a bound, and the smallest and the largest run
           beside the same; met when value is goal or less`

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
 * Summarizes what runs have found under each name, the smallest first. Leaves out names
 * that not every run has.
 *
 * @param system
 * @param n
 * @param describe - returns the metric of a name
 * @param unit
 * @param runs
 */
export function summarizeEach (system: string, n: number, describe: (name: string) => string, unit: string, runs: Array<Record<string, number> | undefined>): Result[] {
  return Object.keys(runs[0] ?? {})
    .filter(name => runs.every(found => found?.[name] != null))
    .map(name => summarize(system, n, describe(name), unit, runs.map(found => found?.[name] ?? 0)))
    .sort((a, b) => a.median - b.median)
}

/**
 * Compares a result with a bound: returns the result as a multiple of `unit`, which
 * should be at most `goal`
 */
export function judge (result: Result, against: string, unit: number, goal: number): Ratio {
  return relate(result, `${against} (${result.system})`, unit, goal)
}

/** Returns a result's median as a multiple of the reference's */
export function compare (result: Result, reference: Result, goal: number): Ratio {
  return relate(result, reference.system, reference.median, goal)
}

function relate ({ metric, n, ...result }: Result, against: string, unit: number, goal: number): Ratio {
  const [value, min, max] = [result.median, result.min, result.max].map(measured => Math.round(100 * measured / unit) / 100)

  return { metric, n, against, value, min, max, goal, met: value <= goal }
}

/** Returns a table of the results and one of the ratios, if there are any */
export function format ({ name, results, ratios }: Report): string {
  return [
    name,
    ...(results.length === 0
      ? []
      : table(
        ['N', 'system', 'metric', 'median', 'min', 'max', 'unit', 'runs'],
        results.map(({ system, n, metric, unit, median, min, max, runs }) => [n, system, metric, median, min, max, unit, runs])
      )),
    ...(ratios.length === 0
      ? []
      : ['', ...table(['N', 'metric', 'times', 'min', 'max', 'against', 'goal', ''], ratios.map(({ metric, n, against, value, min, max, goal, met }) => [n, metric, value, min, max, against, goal, met ? 'met' : 'missed']))])
  ].join('\n')
}

/** Returns the lines of a table, with numbers aligned to the right */
function table (head: string[], rows: Array<Array<string | number>>): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => String(row[column]).length)))
  const isNumeric = head.map((_, column) => rows.every(row => typeof row[column] === 'number'))

  return [head, ...rows].map(row => row.map((cell, column) => isNumeric[column] ? String(cell).padStart(widths[column]) : String(cell).padEnd(widths[column])).join('  ').trimEnd())
}

function round (value: number): number {
  return Math.round(value * 10) / 10
}
