import { setTimeout as delay } from 'node:timers/promises'
import { getPreset } from '../../bootstrap/index.ts'
import { askForProviders } from '../../src/discovery/direct-first.ts'
import { deriveGroupKeys, rendezvousSlots } from '../../src/group/index.ts'
import type { Group } from '../../src/index.ts'
import type { Connection } from '@libp2p/interface'

/** ms between two questions: what they add to a time */
const INTERVAL = 5

/** ms after which nobody is found any more */
const LIMIT = 10_000

/**
 * Asks a DHT peer for the members of a group, as a newcomer would, until it names one
 * that proves that it holds the group's secret. Resolves with the time of the answer
 * (`performance.now()`).
 */
export async function untilFound (group: Group, connection: Connection): Promise<number> {
  const { key } = await deriveGroupKeys(group).rendezvous(rendezvousSlots(Date.now())[0])
  const signal = AbortSignal.timeout(LIMIT)

  for (;;) {
    const { providers } = await askForProviders(connection, {
      protocol: getPreset('local').dhtProtocol,
      key,
      // without an address, nothing is stored
      record: { id: new Uint8Array(0), multiaddrs: [], proof: new Uint8Array(0) },
      rules: { privateAddresses: true, own: [] },
      signal
    })

    if (providers.some(({ proven }) => proven)) {
      return performance.now()
    }

    await delay(INTERVAL, undefined, { signal })
  }
}
