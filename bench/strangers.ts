import { randomBytes } from 'node:crypto'
import { concat } from 'uint8arrays/concat'
import { NAME_BYTES } from '../src/signaling/stream-name.ts'
import { createTestNetwork } from '../test/fixtures/network.ts'
import { Stranger } from '../test/fixtures/stranger.ts'
import { createDifferentPeers } from '../test/fixtures/strangers-peers.ts'
import { compare, summarize } from './report.ts'
import type { Report } from './report.ts'

const TRIES = 500

/** How many times the answer of a peer in no group another's may take: more is what two runs with the same peer differ */
const GOAL = 1.1

/**
 * A stranger asks peers that are in two groups, in one with past epochs, and in none for
 * random names, in turn, and measures the time until the stream is reset
 */
export async function benchStrangers (log: (line: string) => void, tries = TRIES): Promise<Report> {
  const network = await createTestNetwork()
  const stranger = await Stranger.create()

  try {
    const peers = Object.entries(await createDifferentPeers(network))
    const times = peers.map(() => [] as number[])

    for (let run = -tries / 10; run < tries; run++) {
      for (const index of peers.keys()) {
        // each is first, second and last as often as the others
        const turn = (index + Math.abs(run)) % peers.length
        const { took } = await stranger.send(peers[turn][1], concat([Uint8Array.of(NAME_BYTES), randomBytes(NAME_BYTES)]))

        // what is compiled late is nobody's
        if (run >= 0) {
          times[turn].push(took)
        }
      }
    }

    const results = peers.map(([name], index) => summarize(name, tries, 'random name to reset', 'µs', times[index].map(time => 1_000 * time)))
    results.forEach(({ system, median }) => { log(`${system}: ${median} µs`) })

    return { name: 'strangers', results, ratios: results.slice(0, -1).map(result => ({ ...compare(result, results[results.length - 1], GOAL), metric: `${result.metric}, ${result.system}` })) }
  } finally {
    await stranger.stop()
    await network.stop()
  }
}
