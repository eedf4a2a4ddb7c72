import { contest, isRival } from './contest/contest.ts'
import { inWideNetwork } from './contest/hosts.ts'
import { buildContestPage } from './contest/page-seat.ts'
import { runProcesses } from './contest/run-processes.ts'
import { countFlights, FIRST_SOUND } from './contest/wire-steps.ts'
import { compare, judge, summarizeEach } from './report.ts'
import type { WideNetwork } from './contest/hosts.ts'
import type { Servers } from './contest/servers.ts'
import type { SystemName } from './contest/types.ts'
import type { Report } from './report.ts'

/** Round trips from a warm start to sound, for two, and ms from a cold one */
const WARM_GOAL = 5.5
const COLD_GOAL = 1_300

/** What runs in Node, each with what a report calls it, and the goal as a multiple of its time */
const PROCESSES: System[] = [
  { name: 'groupcall', system: 'groupcall' },
  { name: 'bare', system: 'bare @roamhq/wrtc over TCP', goal: 1.3 },
  { name: 'simple-peer', system: 'simple-peer with a ws server', goal: 1 }
]

const PAGES: System[] = [
  { name: 'groupcall', system: 'groupcall in pages' },
  { name: 'trystero', system: 'Trystero over MQTT in pages', goal: 1 }
]

interface System { name: SystemName, system: string, goal?: number }

export interface JoinWanInit {
  sizes?: number[]
  runs?: number
  /**
   * Where participants run
   *
   * @default both
   */
  where?: 'node' | 'pages'
  log(line: string): void
}

/**
 * Lets participants join at the same moment, each on a host that is 50 ms from all others
 * and from the server, in Node and in pages, warm and cold. Counts the flights on the wire.
 */
export async function benchJoinWan ({ sizes = [2], runs, where, log }: JoinWanInit): Promise<Report> {
  const report: Report = { name: 'join-wan', results: [], ratios: [] }
  const processes = where === 'pages' ? [] : [{ systems: PROCESSES, page: undefined }]
  const pages = where === 'node' ? [] : [{ systems: PAGES, page: await buildContestPage() }]
  const systems = [...processes, ...pages].flatMap(({ systems }) => systems.map(({ name }) => name))

  await inWideNetwork({ n: Math.max(...sizes), systems }, async (network, servers) => {
    for (const [mode, n] of ['warm', 'cold'].flatMap(mode => sizes.map(n => [mode, n] as const))) {
      for (const { systems, page } of [...processes, ...pages]) {
        await race({ report, systems, network, servers, page, mode, n, runs, log })
      }
    }
  })

  return report
}

interface Race {
  report: Report
  systems: System[]
  network: WideNetwork
  servers: Servers
  page?: string
  mode: string
  n: number
  runs?: number
  log(line: string): void
}

async function race ({ report, systems, network, servers, page, mode, n, runs, log }: Race): Promise<void> {
  const hosts = network.participants.slice(0, n)
  const warm = mode === 'warm'
  const metric = `${mode} join to sound on every edge`
  const found = await contest({
    n,
    metric,
    contestants: systems.map(({ name, system }) => ({
      system,
      mayFail: isRival(name),
      run: async () => {
        const { result, packets } = await network.capture(async () => runProcesses({ name, hosts, servers, warm, page }))

        return { ...result, ...countFlights(result, packets, { participants: hosts, delay: network.delay }) }
      }
    })),
    runs,
    log
  })
  const [own, ...others] = found.results
  const flights = systems.map(({ system }, index) => summarizeEach(system, n, name => `${metric}: ${name}`, 'flights', found.runs[index].map(({ flights }) => flights)))
  report.results.push(...found.results, ...found.steps, ...flights.flat())

  if (warm) {
    report.ratios.push(...others.map((result, index) => compare(own, result, systems[index + 1].goal ?? 1)))
  }

  if (n === 2 && page == null) {
    const toSound = flights[0].filter(result => result.metric.endsWith(FIRST_SOUND))
    report.ratios.push(...warm
      ? [judge(own, 'a round trip', 2 * network.delay, WARM_GOAL), ...toSound.map(result => judge(result, 'the 2 flights of a round trip', 2, WARM_GOAL))]
      : [judge(own, `${COLD_GOAL} ms`, COLD_GOAL, 1)])
  }
}
