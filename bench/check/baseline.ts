import type { Ratio, Report } from '../report.ts'

/** A ratio as a benchmark found it earlier */
export interface Before extends Pick<Ratio, 'metric' | 'n' | 'against' | 'value' | 'min' | 'max'> {
  /** Name of the benchmark */
  bench: string
}

export interface Comparison {
  /** What was measured. The goal is the largest value that isn't a regression */
  ratios: Ratio[]
  /** Ratios that were measured for the first time */
  added: string[]
  /** Ratios of the same benchmarks that weren't measured */
  missing: string[]
}

/** How many times its earlier value a ratio may reach: on a busy machine, medians of a few runs differ by a fifth */
export const TOLERANCE = 1.25

/**
 * Returns whether a ratio has got worse: by more than {@link TOLERANCE}, with each median
 * outside the spread of the other
 */
export function isWorse (now: Pick<Ratio, 'value' | 'min'>, before: Pick<Before, 'value' | 'max'>): boolean {
  return now.value > TOLERANCE * before.value && now.value > before.max && now.min > before.value
}

/** Compares reports with what was found earlier */
export function compareWith (baseline: Before[], reports: Report[]): Comparison {
  const found = ratiosOf(reports)
  const earlier = new Map(baseline.map(before => [nameOf(before), before]))
  const now = new Set(found.map(nameOf))

  return {
    ratios: found.flatMap(ratio => {
      const before = earlier.get(nameOf(ratio))

      return before == null ? [] : [judgeChange(ratio, before)]
    }),
    added: [...now].filter(name => !earlier.has(name)),
    missing: [...earlier].filter(([name, { bench }]) => reports.some(report => report.name === bench) && !now.has(name)).map(([name]) => name)
  }
}

/** Returns what to compare with from now on: ratios that weren't measured stay as they are */
export function renew (baseline: Before[], reports: Report[]): Before[] {
  const ratios = new Map([...baseline, ...ratiosOf(reports)].map(ratio => [nameOf(ratio), ratio]))

  return [...ratios.values()]
}

function judgeChange ({ bench, metric, n, against, value, min, max }: Before, before: Before): Ratio {
  return {
    metric: `${bench}: ${metric}`,
    n,
    against: `${against}; before ${before.value} (${before.min} to ${before.max})`,
    value,
    min,
    max,
    goal: Math.max(Math.round(100 * TOLERANCE * before.value) / 100, before.max),
    met: !isWorse({ value, min }, before)
  }
}

/** Returns the ratios of reports; those without a spread are as old as the reports that had none */
function ratiosOf (reports: Report[]): Before[] {
  return reports.flatMap(({ name, ratios }) => ratios.map(({ metric, n, against, value, min = value, max = value }) => ({ bench: name, metric, n, against, value, min, max })))
}

function nameOf ({ bench, metric, n, against }: Before): string {
  return `${bench}, N=${n}: ${metric} / ${against}`
}
