import { driverOf } from '../test/fixtures/driver-of.ts'
import { BareMesh } from './bare-mesh.ts'
import { contest } from './contest/contest.ts'
import { OwnMesh } from './own-mesh.ts'
import { compare, judge, summarize } from './report.ts'
import type { Measured } from './contest/contest.ts'
import type { Report } from './report.ts'
import type { GroupCall } from '../src/index.ts'

const GOAL = 1.3
const METRIC = 'join of the last participant to sound on its edges'

/** What it costs those that are there already, over their links with each other */
interface Cost extends Measured {
  packetsLost: number
  /** Of the samples that were played meanwhile, in percent */
  concealed: number
}

/** Totals of all links between some participants */
interface Sound {
  packetsLost: number
  samples: number
  concealed: number
}

export interface BenchLateInit {
  /**
   * Participants, the last one included
   *
   * @default 8
   */
  n?: number
  runs?: number
  log(line: string): void
}

/**
 * Lets an eighth participant join a call of seven in the same process; alternates with a
 * bare mesh. Counts what the seven lose of each other's sound meanwhile.
 */
export async function benchLate ({ n = 8, runs, log }: BenchLateInit): Promise<Report> {
  const { results: [limit, own], steps, runs: [bare, measured] } = await contest<Cost>({
    n,
    metric: METRIC,
    contestants: [{ system: 'bare @roamhq/wrtc mesh', run: async () => runBare(n) }, { system: 'groupcall', run: async () => runOwn(n) }],
    runs,
    log
  })
  const of = (metric: string, unit: string, system: string, values: number[]): typeof own => summarize(system, n, metric, unit, values)
  const lost = of('packets that the others lost meanwhile', 'packets', 'groupcall', measured.map(({ packetsLost }) => packetsLost))

  return {
    name: 'late',
    results: [
      limit,
      own,
      ...steps,
      lost,
      of('packets that the others lost meanwhile', 'packets', 'bare @roamhq/wrtc mesh', bare.map(({ packetsLost }) => packetsLost)),
      of('sound of the others made up meanwhile', '%', 'groupcall', measured.map(({ concealed }) => concealed)),
      of('sound of the others made up meanwhile', '%', 'bare @roamhq/wrtc mesh', bare.map(({ concealed }) => concealed))
    ],
    ratios: [compare(own, limit, GOAL), judge({ ...lost, median: lost.max }, 'none in any run', 1, 0)]
  }
}

async function runBare (n: number): Promise<Cost> {
  const mesh = new BareMesh()

  try {
    await mesh.add(n - 1)
    const connections = [...mesh.connections]
    const before = await soundOver(connections)
    const time = await mesh.add(1)

    return { time, ...costBetween(before, await soundOver(connections)) }
  } finally {
    await mesh.stop()
  }
}

async function runOwn (n: number): Promise<Cost> {
  const mesh = await OwnMesh.create(n)

  try {
    const [newcomer, ...others] = mesh.calls
    await mesh.join(others)
    const connections = others.flatMap(call => connectionsOf(call))
    const before = await soundOver(connections)
    const times = await mesh.join([newcomer], others)

    return { ...times, ...costBetween(before, await soundOver(connections)) }
  } finally {
    await mesh.stop()
  }
}

function connectionsOf (call: GroupCall): RTCPeerConnection[] {
  const { mesh } = driverOf(call) as unknown as { mesh: { getLink(participant: string): { connection: RTCPeerConnection } | undefined } }

  return call.participants.flatMap(({ publicKey }) => mesh.getLink(publicKey)?.connection ?? [])
}

/** The calls' own statistics leave out concealed samples */
async function soundOver (connections: RTCPeerConnection[]): Promise<Sound> {
  const reports = await Promise.all(connections.map(async connection => [...(await connection.getStats() as unknown as Map<string, any>).values()]))
  const inbound = reports.flat().filter(({ type }) => type === 'inbound-rtp')
  const sum = (field: string): number => inbound.reduce((total, entry) => total + (entry[field] ?? 0), 0)

  return { packetsLost: sum('packetsLost'), samples: sum('totalSamplesReceived'), concealed: sum('concealedSamples') }
}

function costBetween (before: Sound, after: Sound): Pick<Cost, 'packetsLost' | 'concealed'> {
  return {
    packetsLost: after.packetsLost - before.packetsLost,
    concealed: 100 * (after.concealed - before.concealed) / Math.max(1, after.samples - before.samples)
  }
}
