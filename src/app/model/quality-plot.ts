import type { LinkSample } from '../../index.ts'

/** Units of the plots' coordinates: two a second, and enough rows for a thin line */
export const PLOT_WIDTH = 240
export const PLOT_HEIGHT = 48

/** ms without a sample that are drawn as a gap */
const LONGEST_STEP = 3_000

export interface Plot {
  /** Of an SVG path; empty if nothing was measured */
  path: string
  /** The newest value */
  latest?: number
}

/**
 * Draws one value of a link over time, with gaps where there was no connection
 *
 * @param samples - in order of time
 * @param value - returns the value of a sample, if it has one
 * @param period
 * @param period.from - in ms, by the clock of the samples
 * @param period.to
 * @param top - the value at the upper edge
 */
export function plot (samples: LinkSample[], value: (sample: LinkSample) => number | undefined, { from, to }: { from: number, to: number }, top: number): Plot {
  let path = ''
  let before = -Infinity
  let latest: number | undefined

  for (const sample of samples) {
    latest = sample.linkState === 'connected' ? value(sample) : undefined

    if (latest == null) {
      before = -Infinity
      continue
    }

    const x = PLOT_WIDTH * (sample.at - from) / (to - from)
    const y = PLOT_HEIGHT * (1 - Math.min(1, latest / top))
    path += `${sample.at - before > LONGEST_STEP ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    before = sample.at
  }

  return { path, latest }
}

/** Returns the value at the upper edge: a round number above all values, and at least `least`, so that small ones look small */
export function topOf (values: number[], least: number): number {
  const highest = Math.max(0, ...values)
  let top = least

  while (top < highest) {
    top *= 2
  }

  return top
}
