import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createIdentity } from '../../keys/index.ts'
import { deriveGroupKeys, rendezvousSlots } from '../../src/group/index.ts'
import { createGroup } from '../../src/index.ts'
import { TCP_ONLY } from '../bootstrap/fixtures/client.ts'
import { timeToFindEachOther } from '../fixtures/find-each-other.ts'
import { flood, startAttackers, startTarpit } from '../fixtures/flood.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { Group } from '../../src/index.ts'
import type { Meeting } from '../fixtures/find-each-other.ts'
import type { Attackers, Tarpit } from '../fixtures/flood.ts'

/** Half of them at each of two DHT peers, of which each keeps 32: `npm run bench -- providers` has more */
const FAKES = 50_000

/** Peers that stay connected and go on: more than a key has places */
const ATTACKERS = 40

/** How often all of them add themselves while a member waits for another */
const ROUNDS = 5

/** As many as an ordinary test has time for: `npm run bench -- providers` makes 100 */
const TRIES = 3

/** ms */
const LIMIT = 12_000

describe('with 50,000 false providers under the key of a group', () => {
  let bootstraps: BootstrapPeer[]
  let group: Group
  let tarpit: Tarpit
  let attackers: Attackers | undefined

  before(async function () {
    bootstraps = await Promise.all([1, 2].map(async () => createBootstrapPeer(TCP_ONLY)))
    group = createGroup({ name: 'friends', owner: await createIdentity() })
    tarpit = await startTarpit()

    const { key } = await deriveGroupKeys(group).rendezvous(rendezvousSlots(Date.now())[0])
    await Promise.all(bootstraps.map(async ({ node }) => flood(node, key, FAKES / bootstraps.length, tarpit.address)))
    attackers = await startAttackers(addresses(), key, ATTACKERS, tarpit.address)
  })

  after(async () => {
    await attackers?.stop()
    await Promise.all(bootstraps.map(async bootstrap => bootstrap.stop()))
    await tarpit.stop()
  })

  it('members who join at the same moment find each other', async () => {
    expect(await longestTime({})).to.be.lessThan(LIMIT)
  })

  it('a newcomer finds a member that stayed during the attack', async () => {
    expect(await longestTime({
      between: async () => {
        for (let round = 0; round < ROUNDS; round++) {
          await attackers?.attack()
        }
      }
    })).to.be.lessThan(LIMIT)
  })

  async function longestTime (meeting: Meeting): Promise<number> {
    const times: number[] = []

    while (times.length < TRIES) {
      times.push(await timeToFindEachOther(group, addresses(), meeting))
    }

    return Math.max(...times)
  }

  function addresses (): string[] {
    return bootstraps.flatMap(bootstrap => bootstrap.addresses())
  }
})
