import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import sinon from 'sinon'
import { byDistance } from '../../src/discovery/closest.ts'
import { Discovery, NetworkClock } from '../../src/discovery/index.ts'
import { ASK_DELAY, OTHERS_DELAY } from '../../src/discovery/limits.ts'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { MAX_ANSWER_PEERS } from '../../src/network/limits.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import { stubComponents } from './fixtures/components.ts'
import { providerRecord, randomPeer, stubDhtPeer } from './fixtures/dht-peer.ts'
import type { StubDhtPeer } from './fixtures/dht-peer.ts'
import type { DiscoveryComponents, DiscoveryInit, FoundProvider } from '../../src/discovery/index.ts'
import type { Rendezvous } from '../../src/group/index.ts'
import type { DhtPeer } from '../../src/network/pb/dht.ts'

const NOW = 500_000.5 * 3_600_000
const ADDRESS = multiaddr('/ip4/192.0.2.1/tcp/1')

describe('when the nearest DHT peer lies', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))
  let timers: sinon.SinonFakeTimers
  let rendezvous: Rendezvous
  let member: DhtPeer
  let lies: () => DhtPeer[] | undefined | Error
  let liar: StubDhtPeer
  let others: StubDhtPeer[]
  let components: DiscoveryComponents
  let discovery: Discovery
  let found: FoundProvider[]
  let alone: boolean

  beforeEach(async () => {
    timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    rendezvous = await keys.rendezvous(500_000)
    member = await providerRecord(await randomPeer(), [ADDRESS], rendezvous)
    found = []
    alone = true
    lies = () => []

    const peers = await Promise.all(['first', 'second', 'third'].map(async () => stubDhtPeer(() => [])))
    const [nearest, ...rest] = byDistance(rendezvous.key, peers.map(({ connection }) => connection))
    liar = await stubDhtPeer(() => lies())
    liar = { ...liar, connection: { ...liar.connection, remotePeer: nearest.remotePeer } as any }
    others = await Promise.all(rest.map(async ({ remotePeer }) => {
      const peer = await stubDhtPeer(() => [member])

      return { ...peer, connection: { ...peer.connection, remotePeer } as any }
    }))
    components = await stubComponents({})
    discovery = createDiscovery()
  })

  afterEach(async () => {
    await discovery.stop()
    const left = timers.countTimers()
    // also if this fails: the next file in this process needs real timers
    timers.restore()
    expect(left).to.equal(0)
  })

  it('and names 64 that aren\'t members, the others are asked at once, and none of the 64', async () => {
    const fakes = await Promise.all(Array.from({ length: 64 }, async () => providerRecord(await randomPeer(), [ADDRESS])))
    lies = () => fakes
    await start()
    await timers.tickAsync(1)

    expect(found.map(({ proven }) => proven)).to.deep.equal([true, true])
  })

  it('and servers store no proofs, every provider that one of them names is tried', async () => {
    const fakes = await Promise.all(Array.from({ length: 64 }, async () => providerRecord(await randomPeer(), [ADDRESS])))
    lies = () => fakes
    discovery = createDiscovery({ proofs: false })
    await start()
    await timers.tickAsync(1)

    expect(found.filter(({ proven }) => !proven)).to.have.lengthOf(64)
    expect(new Set(found.map(({ source }) => source)).size).to.equal(3)
  })

  it('and names more than it may, nothing of it is taken, and the others are asked at once', async () => {
    const fake = await providerRecord(await randomPeer(), [ADDRESS])
    lies = () => Array.from({ length: MAX_ANSWER_PEERS + 1 }, () => fake)
    await start()
    await timers.tickAsync(1)

    expect(found.map(({ proven }) => proven)).to.deep.equal([true, true])
  })

  it('and says nothing, the others are asked after 100 ms', async () => {
    lies = () => undefined
    await start()
    await timers.tickAsync(ASK_DELAY - 1)
    expect(found).to.be.empty()

    await timers.tickAsync(1)
    expect(found.map(({ proven }) => proven)).to.deep.equal([true, true])
  })

  it('and names members that have left, the others are asked when none of those lets us in', async () => {
    const gone = await providerRecord(await randomPeer(), [ADDRESS], rendezvous)
    lies = () => [gone]
    await start()
    await timers.tickAsync(OTHERS_DELAY - 1)
    expect(found).to.have.lengthOf(1)

    await timers.tickAsync(1)
    expect(found).to.have.lengthOf(3)
  })

  it('and names members that have left, the others are asked as soon as that is known', async () => {
    const gone = await providerRecord(await randomPeer(), [ADDRESS], rendezvous)
    lies = () => [gone]
    await start()
    await timers.tickAsync(1)

    expect(discovery.askOthers()).to.equal(true)
    await timers.tickAsync(1)
    expect(found).to.have.lengthOf(3)
    // and those that a walk meets, before nobody is left
    expect(discovery.askOthers()).to.equal(true)
    await timers.tickAsync(1)
    expect(discovery.askOthers()).to.equal(false)
  })

  it('the others aren\'t asked any further once a member has let us in', async () => {
    lies = () => [member]
    await start()
    await timers.tickAsync(1)
    alone = false
    await timers.tickAsync(OTHERS_DELAY)

    expect(others.flatMap(({ requests }) => requests)).to.be.empty()
  })

  it('and tells other addresses of a member, those have no proof', async () => {
    discovery = createDiscovery({ proofs: false })
    lies = () => [{ ...member, multiaddrs: [multiaddr('/ip4/203.0.113.1/tcp/1').bytes.slice()] }]
    await start()
    await timers.tickAsync(1)

    expect(found.map(({ proven, multiaddrs: [address] }) => [proven, address.toString()])).to.deep.equal([
      [false, '/ip4/203.0.113.1/tcp/1'],
      [true, ADDRESS.toString()],
      [true, ADDRESS.toString()]
    ])
  })

  it('an entry of the network is asked, however many are nearer', async () => {
    const crowd = await Promise.all(Array.from({ length: 40 }, async () => stubDhtPeer(() => [])))
    const [farthest, ...nearer] = byDistance(rendezvous.key, crowd.map(({ connection }) => connection)).reverse()
    const entry = await stubDhtPeer(() => [member])
    const register = sinon.stub().resolves('id')
    discovery = new Discovery(await stubComponents({ registrar: { register, unregister: () => {} } as any }), { keys, dhtProtocol: '/test/kad/1.0.0', alone: () => true, clock: new NetworkClock({ now: () => NOW }) })
    discovery.addEventListener('provider', ({ detail }) => { found.push(detail) })
    await discovery.start()
    nearer.forEach(connection => { register.firstCall.args[1].onConnect(connection.remotePeer, connection) })
    await timers.tickAsync(1)
    discovery.addDhtPeer({ ...entry.connection, remotePeer: farthest.remotePeer } as any)
    await timers.tickAsync(1)

    expect(found.map(({ proven }) => proven)).to.deep.equal([true])
  })

  function createDiscovery (init: Partial<DiscoveryInit> = {}): Discovery {
    const discovery = new Discovery(components, { keys, dhtProtocol: '/test/kad/1.0.0', alone: () => alone, clock: new NetworkClock({ now: () => NOW }), ...init })
    discovery.addEventListener('provider', ({ detail }) => { found.push(detail) })

    return discovery
  }

  /** All three are connected, the liar is the nearest */
  async function start (): Promise<void> {
    await discovery.start();
    [liar, ...others].forEach(({ connection }) => { discovery.addDhtPeer(connection) })
  }
})
