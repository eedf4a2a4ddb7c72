import { runBareMesh } from './bare-mesh.ts'
import { contest } from './contest/contest.ts'
import { LOOPBACK } from './contest/hosts.ts'
import { runProcesses } from './contest/run-processes.ts'
import { Servers } from './contest/servers.ts'
import { OwnMesh } from './own-mesh.ts'
import { compare } from './report.ts'
import type { JoinTimes } from './own-mesh.ts'
import type { Report } from './report.ts'

/** Goals as multiples of the bare limit, by number of participants: in one process, and with a process each */
const GOALS: Record<number, number> = { 2: 1.6, 4: 1.6, 8: 1.4 }
const PROCESSES_GOAL = 1.6

/** More processes measure the processor */
const MAX_PROCESSES = 4

export interface BenchJoinInit {
  sizes?: number[]
  runs?: number
  log(line: string): void
}

/**
 * Lets everybody join at the same moment, and measures the time from `join()` to sound
 * on every edge; alternates with the bare limit. First in one process, then with a
 * process each, where the signaling of the bare limit is TCP.
 */
export async function benchJoin ({ sizes = [2, 4, 8], runs, log }: BenchJoinInit): Promise<Report> {
  const report: Report = { name: 'join', results: [], ratios: [] }

  for (const n of sizes) {
    const { results: [limit, own], steps } = await contest({
      n,
      metric: 'join to sound on every edge',
      contestants: [
        { system: 'bare @roamhq/wrtc mesh', run: async () => ({ time: await runBareMesh(n) }) },
        { system: 'groupcall', run: async () => runOwnMesh(n) }
      ],
      runs,
      log
    })
    report.results.push(limit, own, ...steps)
    report.ratios.push(compare(own, limit, GOALS[n]))
  }

  const servers = await Servers.start(['groupcall'], LOOPBACK.address)

  try {
    for (const n of sizes.filter(n => n <= MAX_PROCESSES)) {
      const hosts = Array.from({ length: n }, () => LOOPBACK)
      const { results: [limit, own], steps } = await contest({
        n,
        metric: 'join to sound on every edge, a process each',
        contestants: [
          { system: 'bare @roamhq/wrtc over TCP', run: async () => runProcesses({ name: 'bare', hosts, servers, warm: true }) },
          { system: 'groupcall', run: async () => runProcesses({ name: 'groupcall', hosts, servers, warm: true }) }
        ],
        runs,
        log
      })
      report.results.push(limit, own, ...steps)
      report.ratios.push(compare(own, limit, PROCESSES_GOAL))
    }
  } finally {
    await servers.stop()
  }

  return report
}

async function runOwnMesh (n: number): Promise<JoinTimes> {
  const mesh = await OwnMesh.create(n)

  try {
    return await mesh.join(mesh.calls)
  } finally {
    await mesh.stop()
  }
}
