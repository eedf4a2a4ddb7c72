import { writeFile } from 'node:fs/promises'
import { DhtNetwork } from './dht/dht-network.ts'
import { plotDht } from './dht/plot.ts'
import { runSearches } from './dht/search.ts'
import { judge, summarize } from './report.ts'
import type { SearchCost } from './dht/search.ts'
import type { Report, Result } from './report.ts'

/** Enough for a 95th percentile */
const RUNS = 20

/** Questions for providers until a member is found */
const INQUIRIES_GOAL = 2

/** ms of the 95th percentile, at one size: with more peers, two cores measure themselves */
const TIME_GOAL = 500
const TIME_SIZE = 100

/** Through which bootstrap peers the second member enters, as seen by the first */
const KINDS = ['same bootstrap peers', 'other bootstrap peers'] as const

/** The search of the first member */
const NOBODY = 'nobody is there'

export interface BenchDhtInit {
  /**
   * Peers of the DHT, bootstrap peers included
   *
   * @default 10, 100 and 1,000
   */
  sizes?: number[]
  runs?: number
  /**
   * Path of an SVG file to write
   *
   * @default none
   */
  plot?: string
  log(line: string): void
}

/**
 * Lets a member find another in DHTs of several sizes, alternately through the same
 * bootstrap peers and through another one, and counts the requests that it sends
 */
export async function benchDht ({ sizes = [10, 100, 1_000], runs = RUNS, plot, log }: BenchDhtInit): Promise<Report> {
  const report: Report = { name: 'dht', results: [], ratios: [] }

  for (const size of sizes) {
    const costs = await searchIn(size, runs, log)

    Object.entries(costs).forEach(([kind, searches]) => { addKind(report, kind, size, searches) })
  }

  addGrowth(report)

  if (plot != null) {
    await writeFile(plot, plotDht(report.results))
  }

  return report
}

/** Returns the costs of all searches in a network, by kind */
async function searchIn (size: number, runs: number, log: (line: string) => void): Promise<Record<string, SearchCost[]>> {
  const costs: Record<string, SearchCost[]> = Object.fromEntries([...KINDS, NOBODY].map(kind => [kind, []]))
  const began = performance.now()
  const network = await DhtNetwork.start(size)
  log(`N=${size}: started in ${((performance.now() - began) / 1_000).toFixed(0)} s`)

  try {
    // the first run is a warm-up
    for (let run = 0; run <= runs; run++) {
      for (const kind of run % 2 === 0 ? KINDS : KINDS.toReversed()) {
        const [first, second] = network.entries
        const { alone, found } = await runSearches(kind === 'same bootstrap peers' ? { member: network.entries, finder: network.entries } : { member: [first], finder: [second] })
        log(`N=${size}, ${run === 0 ? 'warm-up' : `run ${run}`}, ${kind}: found ${describe(found)}; alone ${describe(alone)}`)

        if (run > 0) {
          costs[kind].push(found)
          costs[NOBODY].push(alone)
        }
      }
    }
  } finally {
    await network.stop()
  }

  return costs
}

function describe ({ time, inquiries, messages }: SearchCost): string {
  return `after ${time.toFixed(0)} ms, ${inquiries} inquiries, ${messages} messages`
}

function addKind ({ results, ratios }: Report, kind: string, size: number, costs: SearchCost[]): void {
  const system = `groupcall, ${kind}`
  const result = (metric: string, unit: string, values: number[]): Result => summarize(system, size, metric, unit, values)
  const inquiries = result('inquiries per search', 'inquiries', costs.map(({ inquiries }) => inquiries))
  const messages = result('messages per search', 'messages', costs.map(({ messages }) => messages))
  const time = result('time per search', 'ms', costs.map(({ time }) => time))
  const late = result('time per search, 95th percentile', 'ms', [percentile(costs.map(({ time }) => time), 0.95)])

  results.push(inquiries, messages, time, late)

  if (kind !== NOBODY) {
    ratios.push(judge(inquiries, 'an inquiry', 1, INQUIRIES_GOAL), ...size === TIME_SIZE ? [judge(late, `${TIME_GOAL} ms`, TIME_GOAL, 1)] : [])
  }
}

/** Compares the messages of each size with those of the smallest, times the logarithm of the size */
function addGrowth ({ results, ratios }: Report): void {
  const messages = results.filter(({ unit }) => unit === 'messages')

  for (const result of messages) {
    const [smallest] = messages.filter(({ system }) => system === result.system)

    if (result.n > smallest.n) {
      ratios.push(judge(result, `log N times those at N=${smallest.n}`, smallest.median * Math.log(result.n) / Math.log(smallest.n), 1))
    }
  }
}

function percentile (values: number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1]
}
