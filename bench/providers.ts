import { createBootstrapPeer } from '../bootstrap/index.ts'
import { createIdentity } from '../keys/index.ts'
import { deriveGroupKeys, rendezvousSlots } from '../src/group/index.ts'
import { createGroup } from '../src/index.ts'
import { TCP_ONLY } from '../test/bootstrap/fixtures/client.ts'
import { GIVEN_UP, timeToFindEachOther } from '../test/fixtures/find-each-other.ts'
import { flood, startAttackers, startTarpit } from '../test/fixtures/flood.ts'
import { summarize } from './report.ts'
import type { Report } from './report.ts'
import type { Attackers } from '../test/fixtures/flood.ts'

const FAKES = 50_000

/** DHT servers, each of which gets all false providers */
const SERVERS = 3

/** Peers that stay connected and keep adding themselves: more than a key has room for */
const ATTACKERS = 40

/** How often all attackers add themselves while a member waits for another */
const ROUNDS = 5

/** ms within which members have to find each other */
const LIMIT = 3_000

/** Share of tries that may take longer */
const LATE_GOAL = 0.01

const METRIC = 'join to each other\'s presence'

export interface ProvidersInit {
  tries?: number
  fakes?: number
  attackers?: number
}

/**
 * Floods a group's key with false providers, which accept connections and never answer;
 * some of them keep adding themselves. Then two members join, again and again: at the
 * same moment, each with a new node, or one after the other, with all attackers adding
 * themselves several times in between.
 */
export async function benchProviders (log: (line: string) => void, { tries = 100, fakes = FAKES, attackers = ATTACKERS }: ProvidersInit = {}): Promise<Report> {
  const bootstraps = await Promise.all(Array.from({ length: SERVERS }, async () => createBootstrapPeer(TCP_ONLY)))
  const addresses = bootstraps.flatMap(bootstrap => bootstrap.addresses())
  const group = createGroup({ name: 'bench', owner: await createIdentity() })
  const keys = deriveGroupKeys(group)
  const tarpit = await startTarpit()
  const times: number[] = []

  try {
    for (const slot of rendezvousSlots(Date.now())) {
      const { key } = await keys.rendezvous(slot)
      const began = performance.now()
      await Promise.all(bootstraps.map(async ({ node }) => flood(node, key, fakes, tarpit.address)))
      log(`${fakes} false providers at each of ${SERVERS} DHT servers: ${(performance.now() - began).toFixed(0)} ms`)
    }

    const [slot] = rendezvousSlots(Date.now())
    const attack = await startAttackers(addresses, (await keys.rendezvous(slot)).key, attackers, tarpit.address)
    log(`${attackers} attackers are connected and keep adding themselves`)

    try {
      for (let run = 1; run <= tries; run++) {
        // alternately at the same moment, and one after the other with the attack in between
        times.push(await timeToFindEachOther(group, addresses, run % 2 === 1 ? {} : { between: async () => attackAgain(attack) }))
        log(`try ${run}: ${times[run - 1] === Infinity ? `not in ${GIVEN_UP} ms` : `${times[run - 1].toFixed(0)} ms`}`)
      }
    } finally {
      await attack.stop()
    }
  } finally {
    await Promise.all(bootstraps.map(async bootstrap => bootstrap.stop()))
    await tarpit.stop()
  }

  const late = times.filter(time => time > LIMIT).length
  const share = Math.round(10_000 * late / tries) / 10_000

  return {
    name: 'providers',
    results: [summarize('groupcall', 2, METRIC, 'ms', times.map(time => Math.min(time, GIVEN_UP)))],
    ratios: [{ metric: `tries over ${LIMIT} ms`, n: 2, against: 'all tries', value: share, min: share, max: share, goal: LATE_GOAL, met: share <= LATE_GOAL }]
  }
}

async function attackAgain (attackers: Attackers): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    await attackers.attack()
  }
}
