import { contest } from './contest/contest.ts'
import { inWideNetwork } from './contest/hosts.ts'
import { runProcesses } from './contest/run-processes.ts'
import { countFlights } from './contest/wire-steps.ts'
import { summarize } from './report.ts'
import type { Measured } from './contest/contest.ts'
import type { SystemName } from './contest/types.ts'
import type { Report } from './report.ts'
import type { Flight } from './wire/flights.ts'

const SYSTEMS: Array<{ name: SystemName, system: string }> = [
  { name: 'groupcall', system: 'groupcall' },
  { name: 'bare', system: 'bare @roamhq/wrtc over TCP' },
  { name: 'simple-peer', system: 'simple-peer with a ws server' }
]

/** What participants send, by where it goes */
const PARTS: Array<{ part: string, belongs(flight: Flight, server: string): boolean }> = [
  { part: 'with the server', belongs: ({ kind, from, to }, server) => kind === 'TCP' && (from === server || to === server) },
  { part: 'between participants', belongs: ({ kind, from, to }, server) => kind === 'TCP' && from !== server && to !== server },
  { part: 'ICE', belongs: ({ kind }) => kind === 'ICE' },
  { part: 'DTLS', belongs: ({ kind }) => kind === 'DTLS' }
]

export interface BenchWireInit {
  sizes?: number[]
  runs?: number
  log(line: string): void
}

/** What one run has sent */
interface Sent extends Measured {
  counts: Array<{ metric: string, unit: string, value: number }>
}

/**
 * Counts what goes over the wire from the start of a warm join until the first sound on
 * the last edge: packets with content, their bytes with all headers, and flights. Each
 * participant is on a separate host.
 */
export async function benchWire ({ sizes = [2, 3, 4, 5, 6, 7, 8], runs, log }: BenchWireInit): Promise<Report> {
  const report: Report = { name: 'wire', results: [], ratios: [] }

  await inWideNetwork({ n: Math.max(...sizes), systems: SYSTEMS.map(({ name }) => name) }, async (network, servers) => {
    for (const n of sizes) {
      const participants = network.participants.slice(0, n)
      const found = await contest<Sent>({
        n,
        metric: 'join to sound on every edge',
        contestants: SYSTEMS.map(({ name, system }) => ({
          system,
          run: async () => {
            const { result, packets } = await network.capture(async () => runProcesses({ name, hosts: participants, servers, warm: true }))
            const { sent, total } = countFlights(result, packets, { participants, delay: network.delay })

            return {
              time: result.time,
              counts: [{ metric: 'flights to the last first sound', unit: 'flights', value: total }, ...countParts(sent, network.server.address, n)]
            }
          }
        })),
        runs,
        log
      })

      report.results.push(...SYSTEMS.flatMap(({ system }, index) => found.runs[index][0].counts.map(({ metric, unit }, count) =>
        summarize(system, n, metric, unit, found.runs[index].map(({ counts }) => counts[count].value)))))
    }
  })

  return report
}

function countParts (sent: Flight[], server: string, n: number): Sent['counts'] {
  return PARTS.flatMap(({ part, belongs }) => {
    const flights = sent.filter(flight => belongs(flight, server))

    return [
      { metric: `packets for each participant, ${part}`, unit: 'packets', value: flights.length / n },
      { metric: `bytes for each participant, ${part}`, unit: 'bytes', value: flights.reduce((sum, { bytes }) => sum + bytes, 0) / n }
    ]
  })
}
