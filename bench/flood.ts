import { floodAsMember, WAYS } from './flood/member-flood.ts'
import { STALLS, stallStreams } from './flood/stalled-streams.ts'
import { offerAsStrangers, STRANGERS } from './flood/strangers-offers.ts'
import { judge, summarize } from './report.ts'
import type { Heap } from './flood/victim-process.ts'
import type { Report } from './report.ts'

const RUNS = 3
const HEAPS: Heap[] = ['small', 'default']

/** Signaling streams that stall */
const STREAMS = 128

/** MiB that they may cost, ms after which all must be closed, and the delay of timers */
const STREAMS_MEMORY = 32
const STREAMS_GONE = 5_000
const TIMER_SLACK = 1.05

/** Offers from strangers, and MiB that they may cost */
const OFFERS = 10_000
const OFFERS_MEMORY = 16

/** Messages a second from a member to each of two others, and for how many ms */
const MESSAGES = 1_000
const MESSAGES_DURATION = 5_000

/** Percentage points of concealed sound more than before that are allowed: two windows without a flood differ as much */
const CONCEALED_MORE = 0.5

/**
 * Measures the harm that a peer can do to a participant by sending as much as it can.
 * The participant runs in a separate process.
 */
export async function benchFlood (log: (line: string) => void): Promise<Report> {
  const report: Report = { name: 'flood', results: [], ratios: [] }

  for (const heap of HEAPS) {
    await benchStreams(report, heap, log)
    await benchOffers(report, heap, log)
  }

  await benchMessages(report, log)

  return report
}

async function benchStreams (report: Report, heap: Heap, log: (line: string) => void): Promise<void> {
  for (const stall of STALLS) {
    const runs = await repeat(async () => stallStreams(STREAMS, stall, { heap }), `${STREAMS} streams, ${stall}, ${heap} heap`, log)
    const memory = summarize(systemOf(heap), STREAMS, `memory more, stalled streams: ${stall}`, 'MiB', runs.map(run => run.memory))
    const gone = summarize(systemOf(heap), STREAMS, `until none is left, stalled streams: ${stall}`, 'ms', runs.map(run => run.gone))

    report.results.push(memory, gone)
    report.ratios.push(judge(memory, `${STREAMS_MEMORY} MiB`, STREAMS_MEMORY, 1), judge(gone, `${STREAMS_GONE} ms`, STREAMS_GONE, TIMER_SLACK))
  }
}

async function benchOffers (report: Report, heap: Heap, log: (line: string) => void): Promise<void> {
  for (const strangers of STRANGERS) {
    const runs = await repeat(async () => offerAsStrangers(OFFERS, strangers, heap), `${OFFERS} offers ${strangers}, ${heap} heap`, log)
    const memory = summarize(systemOf(heap), OFFERS, `memory more, offers ${strangers}`, 'MiB', runs.map(run => run.memory))
    const connections = summarize(systemOf(heap), OFFERS, `RTCPeerConnections made, offers ${strangers}`, '', runs.map(run => run.connections))

    report.results.push(memory, connections)
    report.ratios.push(judge(memory, `${OFFERS_MEMORY} MiB`, OFFERS_MEMORY, 1), judge(connections, 'none', 1, 0))
  }
}

async function benchMessages (report: Report, log: (line: string) => void): Promise<void> {
  for (const way of WAYS) {
    const runs = await repeat(async () => floodAsMember(MESSAGES, way, MESSAGES_DURATION), `${MESSAGES} messages a second ${way}`, log)
    const of = (metric: string, unit: string, values: number[]): ReturnType<typeof summarize> => summarize(systemOf('default'), MESSAGES, `${metric}, a member sends ${way}`, unit, values)
    const lost = of('packets lost more than before', 'points', runs.map(({ before, during }) => during.lost - before.lost))
    const concealed = of('sound made up more than before', 'points', runs.map(({ before, during }) => during.concealed - before.concealed))

    report.results.push(
      of('packets lost before', '%', runs.map(({ before }) => before.lost)),
      of('packets lost meanwhile', '%', runs.map(({ during }) => during.lost)),
      of('sound made up before', '%', runs.map(({ before }) => before.concealed)),
      of('sound made up meanwhile', '%', runs.map(({ during }) => during.concealed)),
      of('messages shown of each second\'s', '', runs.map(({ messages }) => messages / MESSAGES_DURATION * 1_000)),
      lost,
      concealed
    )
    report.ratios.push(judge(lost, 'the same call before', 1, 0), judge(concealed, 'the same call before', 1, CONCEALED_MORE))
  }
}

function systemOf (heap: Heap): string {
  return heap === 'small' ? 'groupcall in a heap of 80 MiB' : 'groupcall'
}

async function repeat<T> (run: () => Promise<T>, what: string, log: (line: string) => void): Promise<T[]> {
  const results: T[] = []

  while (results.length < RUNS) {
    results.push(await run())
    log(`${what}, run ${results.length}: ${JSON.stringify(results.at(-1))}`)
  }

  return results
}
