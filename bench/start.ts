import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBootstrapPeer } from '../bootstrap/index.ts'
import { createIdentity, saveIdentity } from '../keys/index.ts'
import { createCallPeer } from '../src/index.ts'
import { TCP_ONLY } from '../test/bootstrap/fixtures/client.ts'
import { launchChromium, missingChromium } from '../test/e2e/fixtures/chromium.ts'
import { servePage } from '../test/e2e/fixtures/page.ts'
import { until } from '../test/fixtures/until.ts'
import { compare, judge, summarize } from './report.ts'
import { openCall, showKey, startCall, startNode } from './start/command.ts'
import { startPage } from './start/page.ts'
import type { Report } from './report.ts'
import type { CallTimes } from './start/command.ts'
import type { PageTimes } from './start/page.ts'

const RUNS = 9

/** Times of `node -e 0` until the command prints something */
const LINE_GOAL = 2.5

/** ms until others can find a call that has just been started */
const FOUND_GOAL = 700

export interface BenchStartInit {
  runs?: number
  /**
   * What starts
   *
   * @default both
   */
  where?: 'node' | 'pages'
  log(line: string): void
}

/** Measures how long the command and the page take to start, on this machine */
export async function benchStart ({ runs = RUNS, where, log }: BenchStartInit): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'groupcall-bench-'))
  const report: Report = { name: 'start', results: [], ratios: [] }

  try {
    if (where !== 'pages') {
      addCommand(report, await runCommand(log, folder, runs))
    }

    const missing = missingChromium()

    if (where !== 'node' && missing == null) {
      addPage(report, await runPage(log, folder, runs))
    } else {
      log(`the page: skipped${missing == null ? '' : `, ${missing}`}`)
    }
  } finally {
    await rm(folder, { recursive: true })
  }

  return report
}

interface Started extends CallTimes {
  node: number
  key: number
}

/** Starts the command again and again, and an empty program of Node in between */
async function runCommand (log: (line: string) => void, folder: string, runs: number): Promise<Started[]> {
  const bootstrap = await createBootstrapPeer(TCP_ONLY)
  const looking = await createCallPeer({ identity: await createIdentity(), bootstrap: bootstrap.addresses(), listen: ['/ip4/127.0.0.1/tcp/0'] })
  const key = join(folder, 'identity.json')
  const started: Started[] = []

  try {
    await saveIdentity(key, await createIdentity())
    const connection = await until('a connection to the bootstrap peer', () => looking.getConnections(bootstrap.peerId)[0], { on: [looking, 'connection:open'] })

    // the first run is a warm-up: it writes Node's compile cache
    for (let run = 0; run <= runs; run++) {
      const node = await startNode()
      const shown = await showKey(key)
      const call = await startCall(folder, bootstrap.addresses()[0], connection)
      log(`command, ${run === 0 ? 'warm-up' : `run ${run}`}: node -e 0 ${node.toFixed(0)} ms, key show ${shown.toFixed(0)} ms, call: first line ${call.line.toFixed(0)} ms, in the call ${call.active.toFixed(0)} ms, found ${call.found.toFixed(0)} ms`)
      started.push({ node, key: shown, ...call })
    }
  } finally {
    await looking.stop()
    await bootstrap.stop()
  }

  return started.slice(1)
}

function addCommand ({ results, ratios }: Report, started: Started[]): void {
  const result = (system: string, metric: string, time: keyof Started): Report['results'][number] => summarize(system, 1, metric, 'ms', started.map(times => times[time]))
  const node = result('node -e 0', 'start to end', 'node')
  const shown = result('groupcall key show', 'start to first line', 'key')
  const line = result('groupcall call', 'start to first line', 'line')
  const active = result('groupcall call', 'start to being in the call', 'active')
  const found = result('groupcall call', 'start to being found by others', 'found')

  results.push(node, shown, line, active, found)
  ratios.push(
    { ...compare(shown, node, LINE_GOAL), metric: `${shown.system}: ${shown.metric}` },
    { ...compare(line, node, LINE_GOAL), metric: `${line.system}: ${line.metric}` },
    judge(found, `${FOUND_GOAL} ms`, FOUND_GOAL, 1)
  )
}

/** Opens the page in new profiles, one after another, to join the command's call */
async function runPage (log: (line: string) => void, folder: string, runs: number): Promise<PageTimes[]> {
  const host = await servePage()
  const call = openCall(host.addresses()[0], join(folder, 'caller.json'))
  const times: PageTimes[] = []

  try {
    const { invite } = await call.event(({ type }) => type === 'invite')
    await call.event(({ type, state }) => type === 'state' && state === 'active')
    const browser = await launchChromium({ voice: 'ada' })

    try {
      for (let run = 0; run <= runs; run++) {
        const started = await startPage(browser, `${host.pageUrl}#${invite.split('#')[1]}`, `Ada ${run}`)
        log(`page, ${run === 0 ? 'warm-up' : `run ${run}`}: first control ${started.control.toFixed(0)} ms, sound ${started.sound.toFixed(0)} ms`)
        times.push(started)
      }
    } finally {
      await browser.close()
    }
  } finally {
    await call.kill()
    await host.stop()
  }

  return times.slice(1)
}

function addPage ({ results }: Report, times: PageTimes[]): void {
  results.push(
    summarize('the page', 2, 'navigation to first control', 'ms', times.map(({ control }) => control)),
    summarize('the page', 2, 'navigation to sound', 'ms', times.map(({ sound }) => sound))
  )
}
