import { setTimeout as delay } from 'node:timers/promises'
import { AUDIO_BITRATE_KBPS } from '../src/index.ts'
import { contest } from './contest/contest.ts'
import { LOOPBACK } from './contest/hosts.ts'
import { runProcesses } from './contest/run-processes.ts'
import { Servers } from './contest/servers.ts'
import { compare, judge, summarize } from './report.ts'
import type { Measured } from './contest/contest.ts'
import type { ProcessSeat } from './contest/process-seat.ts'
import type { SystemName, Usage } from './contest/types.ts'
import type { Report } from './report.ts'

const RUNS = 5

/** ms until a call has calmed down after the join, and ms that are measured after that */
const SETTLING = 5_000
const WINDOW = 10_000

/** ms until code is compiled and tables are filled, before the heap may no longer grow */
const WARM_UP = 30_000

/** ms that measuring memory takes at most */
const MEASURING = 10_000

/** Times the processor time of bare WebRTC, and MiB more than it */
const PROCESSOR_GOAL = 1.15
const MEMORY_GOAL = 40

/** MiB by which the heap may grow */
const GROWTH_GOAL = 1

const MINUTE = 60_000

const SYSTEMS: Array<{ name: SystemName, system: string }> = [
  { name: 'bare', system: 'bare @roamhq/wrtc over TCP' },
  { name: 'groupcall', system: 'groupcall' }
]

/** What a run has found, as means of its participants */
interface Load extends Measured {
  /** Percent of a core */
  processor: number
  /** MiB */
  rss: number
  heap: number
  /** kbit/s */
  sent: number
  received: number
}

type Quantity = Exclude<keyof Load, keyof Measured>

const QUANTITIES: Array<{ quantity: Quantity, metric: string, unit: string }> = [
  { quantity: 'processor', metric: 'processor time of a participant', unit: '% of a core' },
  { quantity: 'rss', metric: 'memory of a participant (RSS)', unit: 'MiB' },
  { quantity: 'heap', metric: 'heap of a participant', unit: 'MiB' },
  { quantity: 'sent', metric: 'sent by a participant', unit: 'kbit/s' },
  { quantity: 'received', metric: 'received by a participant', unit: 'kbit/s' }
]

export interface BenchLoadInit {
  sizes?: number[]
  runs?: number
  /**
   * Length of a call in which the heap is watched
   *
   * @default none
   */
  minutes?: number
  log(line: string): void
}

/**
 * Measures what a call costs each participant while it goes on, with a process each;
 * alternates with bare WebRTC that sends as much and listens, too
 */
export async function benchLoad ({ sizes = [2, 4], runs = RUNS, minutes, log }: BenchLoadInit): Promise<Report> {
  const report: Report = { name: 'load', results: [], ratios: [] }
  const servers = await Servers.start(['groupcall'], LOOPBACK.address)

  try {
    for (const n of sizes) {
      await compareLoad({ report, servers, n, runs, log })
    }

    if (minutes != null) {
      await watchHeap({ report, servers, n: Math.min(...sizes), minutes, log })
    }
  } finally {
    await servers.stop()
  }

  return report
}

interface Part {
  report: Report
  servers: Servers
  n: number
  log(line: string): void
}

async function compareLoad ({ report, servers, n, runs, log }: Part & { runs: number }): Promise<void> {
  const { runs: [bare, own] } = await contest<Load>({
    n,
    metric: 'join to sound on every edge, a process each',
    contestants: SYSTEMS.map(({ name, system }) => ({ system, run: async () => runCall(name, n, servers) })),
    runs,
    log
  })
  const results = QUANTITIES.map(({ quantity, metric, unit }) => [bare, own].map((loads, index) => summarize(SYSTEMS[index].system, n, metric, unit, loads.map(load => load[quantity]))))
  const [[bareProcessor, processor]] = results
  const more = summarize('groupcall', n, 'memory (RSS) more than bare WebRTC', 'MiB', own.map(({ rss }, run) => rss - bare[run].rss))

  report.results.push(...results.flat(), more)
  report.ratios.push(compare(processor, bareProcessor, PROCESSOR_GOAL), judge(more, `${MEMORY_GOAL} MiB`, MEMORY_GOAL, 1))
}

async function runCall (name: SystemName, n: number, servers: Servers): Promise<Load> {
  const loads: Array<Pick<Load, Quantity>> = []
  const { time } = await runProcesses({
    name,
    hosts: Array.from({ length: n }, () => LOOPBACK),
    servers,
    warm: true,
    bitrate: AUDIO_BITRATE_KBPS,
    stay: SETTLING + WINDOW + MEASURING,
    meanwhile: async seats => {
      await delay(SETTLING)
      const before = await measureAll(seats, false)
      await delay(WINDOW)
      const after = await measureAll(seats, true)
      loads.push(...after.map((usage, index) => loadBetween(before[index], usage)))
    }
  })

  return { time, ...meanOf(loads) }
}

function loadBetween (before: Usage, after: Usage): Pick<Load, Quantity> {
  const took = after.at - before.at

  return {
    processor: 100 * (after.processor - before.processor) / took,
    rss: after.memory?.rss ?? NaN,
    heap: after.memory?.heapUsed ?? NaN,
    sent: 8 * (after.sent - before.sent) / took,
    received: 8 * (after.received - before.received) / took
  }
}

function meanOf (loads: Array<Pick<Load, Quantity>>): Pick<Load, Quantity> {
  const means = QUANTITIES.map(({ quantity }) => [quantity, loads.reduce((sum, load) => sum + load[quantity], 0) / loads.length])

  return Object.fromEntries(means)
}

async function watchHeap ({ report, servers, n, minutes, log }: Part & { minutes: number }): Promise<void> {
  const duration = minutes * MINUTE
  const growth: number[] = []

  await runProcesses({
    name: 'groupcall',
    hosts: Array.from({ length: n }, () => LOOPBACK),
    servers,
    warm: true,
    stay: WARM_UP + duration + 2 * MEASURING,
    meanwhile: async seats => {
      await delay(WARM_UP)
      const before = await measureAll(seats, true)
      log(`N=${n}: the heap is watched for ${minutes} minutes`)
      await delay(duration)
      const after = await measureAll(seats, true)
      growth.push(...after.map(({ memory }, index) => (memory?.heapUsed ?? NaN) - (before[index].memory?.heapUsed ?? NaN)))
    }
  })

  const result = summarize('groupcall', n, `growth of a participant's heap in ${minutes} minutes`, 'MiB', growth)
  report.results.push(result)
  report.ratios.push(judge({ ...result, median: result.max }, `${GROWTH_GOAL} MiB`, GROWTH_GOAL, 1))
}

async function measureAll (seats: ProcessSeat[], withMemory: boolean): Promise<Usage[]> {
  return Promise.all(seats.map(async seat => seat.measure(withMemory)))
}
