import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createIdentity } from '../../keys/index.ts'
import { deriveGroupKeys, rendezvousSlots } from '../../src/group/index.ts'
import { createGroup } from '../../src/index.ts'
import { TCP_ONLY } from '../bootstrap/fixtures/client.ts'
import { timeToFindEachOther } from '../fixtures/find-each-other.ts'
import { startTarpit } from '../fixtures/flood.ts'
import { startLyingDhtPeer } from '../fixtures/lying-dht-peer.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { Tarpit } from '../fixtures/flood.ts'
import type { Libp2p } from '@libp2p/interface'

const LIARS = 3
const TRIES = 3

/** ms on a slow machine: less than it takes to dial all that the liars name */
const LIMIT = 15_000

describe('when the three nearest of four DHT peers lie', () => {
  let honest: BootstrapPeer
  let liars: Libp2p[] = []
  let tarpit: Tarpit

  before(async () => {
    tarpit = await startTarpit()
    honest = await createBootstrapPeer(TCP_ONLY)
  })

  afterEach(async () => {
    await Promise.all(liars.map(async liar => liar.stop()))
  })

  after(async () => {
    await honest.stop()
    await tarpit.stop()
  })

  for (const publicRoom of [false, true]) {
    it(`members of a ${publicRoom ? 'public room' : 'group'} find each other through the fourth, whatever the others name`, async () => {
      expect(Math.max(...await timesToFindEachOther(publicRoom))).to.be.lessThan(LIMIT)
    })
  }

  async function timesToFindEachOther (publicRoom: boolean): Promise<number[]> {
    const group = createGroup({ name: 'friends', owner: await createIdentity(), publicRoom })
    const { key } = await deriveGroupKeys(group).rendezvous(rendezvousSlots(Date.now())[0])
    liars = await Promise.all(Array.from({ length: LIARS }, async () => startLyingDhtPeer(key, tarpit.address)))

    const bootstrap = [...liars.flatMap(liar => liar.getMultiaddrs()).map(address => address.toString()), ...honest.addresses()]
    const times: number[] = []

    while (times.length < TRIES) {
      times.push(await timeToFindEachOther(group, bootstrap, { between: async () => {} }))
    }

    return times
  }
})
