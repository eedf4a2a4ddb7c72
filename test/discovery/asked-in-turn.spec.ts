import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { byDistance } from '../../src/discovery/closest.ts'
import { Discovery, NetworkClock } from '../../src/discovery/index.ts'
import { OTHERS_DELAY } from '../../src/discovery/limits.ts'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import { stubComponents } from './fixtures/components.ts'
import { providerRecord, randomPeer, stubDhtPeer } from './fixtures/dht-peer.ts'
import type { StubDhtPeer } from './fixtures/dht-peer.ts'
import type { DhtPeer } from '../../src/network/pb/dht.ts'
import type { Topology } from '@libp2p/interface'
import type { SinonFakeTimers } from 'sinon'

const NOW = 500_000.5 * 3_600_000
const DHT = '/test/kad/1.0.0'

describe('the DHT peers that a search asks', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))
  let timers: SinonFakeTimers
  let member: DhtPeer
  let answers: Map<StubDhtPeer, DhtPeer[]>
  /** A bootstrap peer, the farthest of all */
  let entry: StubDhtPeer
  /** Connected before the search begins, the nearest first */
  let before: StubDhtPeer[]
  let topology: Topology
  let discovery: Discovery

  beforeEach(async () => {
    timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    answers = new Map()
    const rendezvous = await keys.rendezvous(500_000)
    member = await providerRecord(await randomPeer(), [multiaddr('/ip4/192.0.2.1/tcp/1')], rendezvous)
    const peers = await Promise.all(Array.from({ length: 5 }, createPeer))
    const sorted = byDistance(rendezvous.key, peers.map(peer => ({ peer, remotePeer: peer.connection.remotePeer }))).map(({ peer }) => peer);
    [entry] = sorted.splice(-1)
    before = sorted

    discovery = new Discovery(await stubComponents({
      registrar: { register: async (_: string, registered: Topology) => { topology = registered }, unregister: () => {} } as any,
      connectionManager: { getConnections: () => before.map(({ connection }) => connection) } as any,
      peerStore: { get: async () => ({ protocols: [DHT] }) } as any
    }), { keys, dhtProtocol: DHT, alone: () => true, clock: new NetworkClock({ now: () => NOW }) })
  })

  afterEach(async () => {
    await discovery.stop()
    const left = timers.countTimers()
    // also if this fails: the next file in this process needs real timers
    timers.restore()
    expect(left).to.equal(0)
  })

  it('are one bootstrap peer if that names a member, until nobody has let us in', async () => {
    answers.set(entry, [member])
    await start()
    expect(asked()).to.deep.equal([entry])

    await timers.tickAsync(OTHERS_DELAY)
    expect(asked()).to.have.members([entry, ...before.slice(0, 3)])
  })

  it('include the nearest that was connected before the search began, if the bootstrap peer names nobody', async () => {
    answers.set(before[0], [member])
    await start()

    expect(asked()).to.have.members([entry, before[0]])
  })

  it('are those that were connected before, at once, if there is no bootstrap peer', async () => {
    await discovery.start()
    await timers.tickAsync(1)

    expect(asked()).to.have.members(before.slice(0, 3))
  })

  it('are as many as can be if nobody names a member', async () => {
    await start()

    expect(asked()).to.have.members([entry, ...before.slice(0, 3)])
  })

  it('include none that connects after a member was named', async () => {
    answers.set(entry, [member])
    before = []
    await start()
    const late = await createPeer()
    await topology.onConnect?.(late.connection.remotePeer, late.connection)
    await timers.tickAsync(1)

    expect(late.requests).to.be.empty()
  })

  async function createPeer (): Promise<StubDhtPeer> {
    const peer: StubDhtPeer = await stubDhtPeer(() => answers.get(peer) ?? [])

    return peer
  }

  async function start (): Promise<void> {
    await discovery.start()
    discovery.addDhtPeer(entry.connection)
    await timers.tickAsync(1)
  }

  function asked (): StubDhtPeer[] {
    return [entry, ...before].filter(({ requests }) => requests.length > 0)
  }
})
