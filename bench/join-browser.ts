import { serveFolder } from '../test/e2e/fixtures/app.ts'
import { launchChromium } from '../test/e2e/fixtures/chromium.ts'
import { contest, isRival } from './contest/contest.ts'
import { buildContestPage, PageSeat } from './contest/page-seat.ts'
import { race } from './contest/race.ts'
import { Servers } from './contest/servers.ts'
import { compare, judge } from './report.ts'
import type { RaceResult } from './contest/race.ts'
import type { SystemName } from './contest/types.ts'
import type { Report } from './report.ts'
import type { TestBrowser } from '../test/e2e/fixtures/chromium.ts'

const HOST = '127.0.0.1'

/** Each with what a report calls it, and the goal as a multiple of its time */
const SYSTEMS: Array<{ name: SystemName, system: string, goal?: number }> = [
  { name: 'groupcall', system: 'groupcall' },
  { name: 'bare', system: 'bare WebRTC over a BroadcastChannel', goal: 1.8 },
  // level: medians of seven runs of one system differ as much
  { name: 'simple-peer', system: 'simple-peer with a ws server', goal: 1.1 },
  { name: 'peerjs', system: 'PeerJS with its server', goal: 1 },
  { name: 'trystero', system: 'Trystero over MQTT', goal: 1 }
]

/** ms from creating the peers to sound, for two */
const COLD_GOAL = 700

export interface JoinBrowserInit {
  sizes?: number[]
  runs?: number
  log(line: string): void
}

/**
 * Lets pages of one browser join at the same moment, warm (connected to the server, or the
 * bootstrap peer) and cold (loaded, but not connected), and measures the time to sound on
 * every edge
 */
export async function benchJoinBrowser ({ sizes = [2, 4], runs, log }: JoinBrowserInit): Promise<Report> {
  const report: Report = { name: 'join-browser', results: [], ratios: [] }
  const [{ url, stop }, browser, servers] = await Promise.all([
    buildContestPage().then(serveFolder),
    launchChromium({ voice: 'none', mdns: false }),
    Servers.start(SYSTEMS.map(({ name }) => name), HOST)
  ])

  try {
    for (const [mode, n] of ['warm', 'cold'].flatMap(mode => sizes.map(n => [mode, n] as const))) {
      const warm = mode === 'warm'
      const { results, steps } = await contest({
        n,
        metric: `${mode} join to sound on every edge`,
        // bare pages have nothing to connect to: they are the same, warm and cold
        contestants: SYSTEMS.map(({ name, system }) => ({ system, mayFail: isRival(name), run: async () => runPages({ name, n, browser, url, servers, warm: warm || name === 'bare' }) })),
        runs,
        log
      })
      const [own, ...others] = results

      report.results.push(...results, ...steps.filter(({ system }) => system === own.system))

      if (warm) {
        report.ratios.push(...others.map((result, index) => compare(own, result, SYSTEMS[index + 1].goal ?? 1)))
      } else if (n === 2) {
        report.ratios.push(judge(own, `${COLD_GOAL} ms`, COLD_GOAL, 1))
      }
    }
  } finally {
    await browser.close()
    await servers.stop()
    await stop()
  }

  return report
}

interface Run {
  name: SystemName
  n: number
  browser: TestBrowser
  url: string
  servers: Servers
  warm: boolean
}

/** Runs a system in pages of an empty profile */
async function runPages ({ name, n, browser, url, servers, warm }: Run): Promise<RaceResult> {
  const context = await browser.newContext()

  try {
    const room = await servers.newRoom(name)
    const server = servers.of(name, true)
    const seats = await Promise.all(Array.from({ length: n }, async (_, index) => PageSeat.open(context, url, { system: name, index, n, room, server, host: HOST })))

    return await race(seats, { warm })
  } finally {
    await context.close()
  }
}
