/**
 * Draws the charts of docs/performance.md, and writes its tables, from docs/performance.json:
 * `node dist/scripts/draw-performance.js`, after `npm run build`. A benchmark that is run
 * with `--record` does so, too.
 */

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readRecordings } from '../bench/record.ts'
import { drawBarChart } from './bar-chart.ts'
import { ROOT } from './root.ts'
import type { BarGroup } from './bar-chart.ts'
import type { Figure, Recording } from '../bench/record.ts'
import type { Ratio } from '../bench/report.ts'

/** Whose tables are between comments */
const DOCUMENT = 'docs/performance.md'

/** How a metric ends if participants don't share a process, and the name of a system if it runs in pages */
const EACH = 'a process each'
const PAGES = ' in pages'

/** What is compared: the results of one race */
interface Race {
  heading: string
  own: Figure
  others: Figure[]
}

/** Returns the contents of all files that are made of the recordings, by path from the root of the repository */
export async function drawPerformance (): Promise<Map<string, string>> {
  const recordings = await readRecordings()
  const named = (name: string): Recording => {
    const recording = recordings.find(recording => recording.name === name)

    if (recording == null) {
      throw new Error(`There are no figures of ${name}: npm run bench -- ${name} --record`)
    }

    return recording
  }
  const document = await readFile(join(ROOT, DOCUMENT), 'utf8')

  return new Map([
    ['docs/performance-join.svg', drawJoin(named('join'))],
    ['docs/performance-join-wan.svg', drawJoinWan(named('join-wan'))],
    [DOCUMENT, recordings.reduce((text, recording) => replaceTable(text, recording), document)]
  ])
}

export async function writePerformance (): Promise<void> {
  for (const [path, text] of await drawPerformance()) {
    await writeFile(join(ROOT, path), text)
  }
}

function drawJoin ({ ratios }: Recording): string {
  const groups = Map.groupBy(ratios, ({ metric }) => metric.endsWith(EACH) ? 'With a process each' : 'In one process')

  return drawBarChart({
    title: 'Time to sound, as a multiple of bare WebRTC\'s',
    description: 'How many times as long groupcall takes to connect as bare WebRTC, by the number of participants',
    groups: [...groups].map(([heading, ratios]): BarGroup => ({
      heading,
      bars: ratios.map(({ n, value, min, max, goal }) => ({ name: `${n} participants`, value, min, max, goal, own: true, text: `${value.toFixed(1)} times` }))
    }))
  })
}

function drawJoinWan (recording: Recording): string {
  return drawBarChart({
    title: 'Time to sound for two, 50 ms one way between hosts',
    description: 'How long two participants take to hear each other with groupcall and with other libraries',
    groups: racesOf(recording).map(({ heading, own, others }): BarGroup => ({
      heading,
      bars: [own, ...others].map(figure => ({ name: figure.system.replace(PAGES, ''), value: figure.median, min: figure.min, max: figure.max, own: figure === own, text: ms(figure.median) }))
    }))
  })
}

/** Returns the text with the table between `<!-- NAME -->` and `<!-- /NAME -->` */
function replaceTable (text: string, recording: Recording): string {
  const [begin, end] = [`<!-- ${recording.name} -->`, `<!-- /${recording.name} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]

  if (from < 0 || to < from) {
    throw new Error(`${DOCUMENT} has no place for a table: ${begin} and ${end}`)
  }

  return `${text.slice(0, from)}${begin}\n\n${tableOf(recording)}\n\nLast measured on ${dateOf(recording)}.\n\n${text.slice(to)}`
}

function tableOf (recording: Recording): string {
  const rows = racesOf(recording).flatMap(({ heading, own, others }) => [own, ...others].map(figure => [
    figure === own ? heading : '',
    figure.system,
    `${ms(figure.median)}${figure.min == null || figure.max == null ? '' : ` (${format(figure.min)} to ${format(figure.max)})`}`,
    ratiosOf(recording, figure).map(({ against, value, goal, met }) => `${value} times ${against === figure.system ? 'as long' : against.replace(/ \(.*/, '')} (goal ${goal}, ${met ? 'met' : 'missed'})`).join('; ')
  ]))

  return [['', 'system', 'time to sound', 'groupcall takes'], ['---', '---', '---', '---'], ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

/** Returns how ours compares with a figure, or, if that is ours, with bounds that a report calls `bound (system)` */
function ratiosOf ({ ratios }: Recording, { system, n, metric }: Figure): Ratio[] {
  return ratios.filter(ratio => ratio.n === n && ratio.metric === metric && (ratio.against === system || ratio.against.endsWith(` (${system})`)))
}

function racesOf ({ results }: Recording): Race[] {
  const groups = Map.groupBy(results.filter(({ unit }) => unit === 'ms'), headingOf)

  return [...groups].map(([heading, figures]) => {
    const own = figures.find(isOwn)

    if (own == null) {
      throw new Error(`Nothing of ours is in the race "${heading}"`)
    }

    return { heading, own, others: figures.filter(figure => figure !== own) }
  })
}

/** Results under one heading are of one race: a report has them under one metric, and where they ran only in the system's name */
function headingOf ({ n, metric, system }: Figure): string {
  const [, start] = /^(warm|cold) /.exec(metric) ?? []

  return start == null
    ? `${n}, ${metric.endsWith(EACH) ? EACH : 'in one process'}`
    : `${n}, ${start === 'warm' ? 'connected beforehand' : 'from a cold start'}, ${system.endsWith(PAGES) ? 'in pages' : 'in Node'}`
}

function dateOf ({ date }: Recording): string {
  return new Date(date).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
}

function isOwn ({ system }: Figure): boolean {
  return system.startsWith('groupcall')
}

function ms (value: number): string {
  return `${format(value)} ms`
}

function format (value: number): string {
  return Math.round(value).toLocaleString('en')
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await writePerformance()
}
