import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { modulePath, repositoryPath } from '../test/fixtures/paths.ts'
import { compareWith, renew } from './check/baseline.ts'
import type { Before } from './check/baseline.ts'
import type { Report } from './report.ts'

/** What is compared with, and written by `--update` */
const BASELINE = repositoryPath('bench/baseline.json')

/** The benchmarks that have ratios, and how some of them run if there is little time */
const BENCHES: Array<{ name: string, quick?: string[] }> = [
  { name: 'join', quick: ['--participants', '2', '4', '--runs', '3'] },
  { name: 'late', quick: ['--runs', '3'] },
  { name: 'start', quick: ['--runs', '3', '--where', 'node'] },
  { name: 'dht', quick: ['--peers', '10', '--runs', '5'] },
  { name: 'cold' },
  { name: 'load' },
  { name: 'voice' },
  { name: 'carried' },
  { name: 'strangers' },
  { name: 'reactions' },
  { name: 'rejoin' },
  { name: 'providers' },
  { name: 'join-browser' },
  { name: 'join-wan' },
  { name: 'flood' }
]

export interface BenchCheckInit {
  /**
   * Names of the benchmarks
   *
   * @default all
   */
  only?: string[]
  quick?: boolean
  /**
   * Files with what benchmarks have printed with `--json`
   *
   * @default the benchmarks are run
   */
  from?: string[]
  /** Write the ratios down, so that later ones are compared with them */
  update?: boolean
  log(line: string): void
}

/** Compares the ratios of benchmarks with those of earlier runs */
export async function benchCheck ({ only = BENCHES.map(({ name }) => name), quick = false, from, update = false, log }: BenchCheckInit): Promise<Report> {
  const unknown = only.filter(name => !BENCHES.some(bench => bench.name === name))

  if (unknown.length > 0) {
    throw new Error(`No ratios to compare: ${unknown.join(', ')}`)
  }

  const chosen = BENCHES.filter(({ name, quick: args }) => only.includes(name) && (!quick || args != null))
  const reports = from == null ? await runEach(chosen, quick, log) : await Promise.all(from.map(async path => JSON.parse(await readFile(path, 'utf8'))))
  const baseline: Before[] = JSON.parse(await readFile(BASELINE, 'utf8'))
  const { ratios, added, missing } = compareWith(baseline, reports)

  added.forEach(name => { log(`not compared, because it is new: ${name}`) })
  missing.forEach(name => { log(`not measured: ${name}`) })

  if (update) {
    await writeFile(BASELINE, `[\n${renew(baseline, reports).map(ratio => `  ${JSON.stringify(ratio)}`).join(',\n')}\n]\n`)
  }

  return { name: 'check', results: [], ratios }
}

/** Each in a process of its own, as it runs by itself: code that another has compiled would make it faster */
async function runEach (benches: typeof BENCHES, quick: boolean, log: (line: string) => void): Promise<Report[]> {
  const reports: Report[] = []

  for (const { name, quick: args = [] } of benches) {
    log(`${name} ${quick ? args.join(' ') : ''}`)
    const child = spawn(process.execPath, [...process.execArgv, modulePath('bench/index.ts'), name, '--json', ...quick ? args : []], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])

    if (code !== 0) {
      throw new Error(`The benchmark ${name} ended with code ${code}`)
    }

    reports.push(JSON.parse(output))
  }

  return reports
}
