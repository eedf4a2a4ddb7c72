import { readFile, writeFile } from 'node:fs/promises'
import { repositoryPath } from '../test/fixtures/paths.ts'
import type { Ratio, Report, Result } from './report.ts'

/** The figures that docs/performance.md shows */
export const FIGURES = repositoryPath('docs/performance.json')

/** A result without its spread, if that wasn't written down at the time */
export type Figure = Omit<Result, 'min' | 'max'> & Partial<Pick<Result, 'min' | 'max'>>

/** What a benchmark found, without the steps on the way */
export interface Recording {
  name: string
  /** Day of the last run, as YYYY-MM-DD */
  date: string
  results: Figure[]
  ratios: Ratio[]
}

export async function readRecordings (): Promise<Recording[]> {
  return JSON.parse(await readFile(FIGURES, 'utf8'))
}

export async function writeRecordings (recordings: Recording[]): Promise<void> {
  await writeFile(FIGURES, `[\n${recordings.map(print).join(',\n')}\n]\n`)
}

/**
 * Returns the recordings with what a report of that day (YYYY-MM-DD) has found, instead of
 * the same in an earlier one. Figures that the report lacks stay as they are.
 */
export function record (recordings: Recording[], { name, results, ratios }: Report, date: string): Recording[] {
  const before = recordings.find(recording => recording.name === name)
  const renewed = {
    name,
    date,
    results: renew(before?.results ?? [], results.filter(isNoStep), ({ system, n, metric }) => `${system}, N=${n}: ${metric}`),
    ratios: renew(before?.ratios ?? [], ratios, ({ against, n, metric }) => `${against}, N=${n}: ${metric}`)
  }

  return before == null ? [...recordings, renewed] : recordings.map(recording => recording === before ? renewed : recording)
}

/** A step on the way is called `metric: step` */
function isNoStep ({ metric }: Result): boolean {
  return !metric.includes(': ')
}

function renew<T> (before: T[], now: T[], nameOf: (item: T) => string): T[] {
  return [...new Map([...before, ...now].map(item => [nameOf(item), item])).values()]
}

/** A figure has a line of its own, so that a difference shows which have changed */
function print ({ name, date, results, ratios }: Recording): string {
  const lines = (items: unknown[]): string => items.map(item => `      ${JSON.stringify(item)}`).join(',\n')

  return `  {
    "name": ${JSON.stringify(name)},
    "date": ${JSON.stringify(date)},
    "results": [
${lines(results)}
    ],
    "ratios": [
${lines(ratios)}
    ]
  }`
}
