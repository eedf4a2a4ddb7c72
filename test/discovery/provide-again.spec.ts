import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { toString } from 'uint8arrays/to-string'
import { Discovery, REPROVIDE_INTERVAL } from '../../src/discovery/index.ts'
import { WALK_DELAY } from '../../src/discovery/limits.ts'
import { createGroup, deriveGroupKeys, RENDEZVOUS_EDGE_MS, RENDEZVOUS_SLOT_MS } from '../../src/group/index.ts'
import { ADD_PROVIDER, GET_PROVIDERS } from '../../src/network/messages.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import { stubComponents } from './fixtures/components.ts'
import { providerRecord, randomPeer, stubDhtPeer } from './fixtures/dht-peer.ts'
import type { StubDhtPeer } from './fixtures/dht-peer.ts'
import type { DhtPeer } from '../../src/network/pb/dht.ts'
import type { SinonFakeTimers } from 'sinon'

const MINUTE = 60_000

describe('the provider record of a member', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))
  let timers: SinonFakeTimers
  let discovery: Discovery
  let dhtPeer: StubDhtPeer
  let found: DhtPeer[]
  let events: EventTarget
  let addresses = [multiaddr('/ip4/192.0.2.1/tcp/1')]

  beforeEach(async () => {
    // 10 minutes into a slot
    timers = useFakeTimers({ now: (500_000 * RENDEZVOUS_SLOT_MS) + (10 * MINUTE), toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
    found = []
    events = new EventTarget()
    addresses = [multiaddr('/ip4/192.0.2.1/tcp/1')]
    dhtPeer = await stubDhtPeer(() => found)
    discovery = new Discovery(await stubComponents({
      addressManager: { getAddresses: () => addresses } as any,
      events: events as any
    }), { keys, dhtProtocol: '/test/kad/1.0.0', alone: () => false })
    await discovery.start()
    discovery.addDhtPeer(dhtPeer.connection)
  })

  afterEach(async () => {
    await discovery.stop()
    const left = timers.countTimers()
    // also if this fails: the next file in this process needs real timers
    timers.restore()
    expect(left).to.equal(0)
  })

  it('is given at once, and again every 20 minutes', async () => {
    await timers.tickAsync(1)
    expect(provided()).to.deep.equal([await slotKey(500_000)])

    await timers.tickAsync(REPROVIDE_INTERVAL)
    expect(provided()).to.include(await slotKey(500_000))
  })

  it('is given again as soon as there is a relay', async () => {
    await timers.tickAsync(10)
    provided()
    addresses = [multiaddr('/ip4/192.0.2.1/tcp/1'), multiaddr('/ip4/192.0.2.9/tcp/1/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q/p2p-circuit')]
    events.dispatchEvent(new Event('transport:listening'))
    await timers.tickAsync(10)

    const [{ providers }] = dhtPeer.requests.filter(({ type }) => type === ADD_PROVIDER)
    expect(providers[0].multiaddrs).to.have.length(2)
  })

  it('is under the key of each new hour as soon as that begins', async () => {
    await timers.tickAsync((50 * MINUTE) - 1)
    provided()
    await timers.tickAsync(10_000)

    // under the one before, too: clocks differ
    expect(provided()).to.have.members([await slotKey(500_001), await slotKey(500_000)])
  })

  it('is no longer renewed once its hour is over', async () => {
    // its last minutes are a time of both
    await timers.tickAsync((50 * MINUTE) + RENDEZVOUS_EDGE_MS)
    provided()
    await timers.tickAsync(2 * REPROVIDE_INTERVAL)

    expect(provided()).to.not.include(await slotKey(500_000))
  })

  it('is under the key of the hour in which a machine wakes up that has slept', async () => {
    await timers.tickAsync(10_000)
    provided()
    // no timer runs meanwhile
    timers.setSystemTime(Date.now() + (100 * MINUTE))
    await timers.tickAsync(10_000)

    expect(provided()).to.include(await slotKey(500_001))
  })

  it('isn\'t provided without an address', async () => {
    addresses = []
    discovery.addDhtPeer((dhtPeer = await stubDhtPeer(() => found)).connection)
    await timers.tickAsync(10_000)

    expect(dhtPeer.requests.map(({ type }) => type)).to.deep.equal([GET_PROVIDERS])
  })

  it('is given again to a bootstrap peer that has come back', async () => {
    await timers.tickAsync(10_000)
    provided()
    discovery.addDhtPeer({ ...dhtPeer.connection })
    await timers.tickAsync(1)

    expect(provided()).to.deep.equal([await slotKey(500_000)])
  })

  it('is also given to connected peers that a walk doesn\'t meet, because kad-dht forgets those that were slow to answer', async () => {
    found = [await providerRecord(await randomPeer(), [multiaddr('/ip4/192.0.2.2/tcp/1')], await keys.rendezvous(500_000))]
    const others = await Promise.all([stubDhtPeer(() => found), stubDhtPeer(() => found)])
    others.forEach(({ connection }) => { discovery.addDhtPeer(connection) })
    await timers.tickAsync(WALK_DELAY + 10)
    const before = others.map(({ requests }) => requests.length)

    await timers.tickAsync(50 * MINUTE)
    others.forEach(({ requests }, index) => { expect(requests.slice(before[index]).filter(({ type }) => type === ADD_PROVIDER)).to.not.deep.equal([]) })
  })

  it('is no longer renewed after the end', async () => {
    await timers.tickAsync(10_000)
    await discovery.stop()

    provided()
    await timers.tickAsync(2 * REPROVIDE_INTERVAL)
    expect(provided()).to.deep.equal([])
  })

  it('of another member is reported, again and again, while the call lasts', async () => {
    const peer = await randomPeer()
    found = [await providerRecord(peer, [multiaddr('/ip4/192.0.2.2/tcp/1')], await keys.rendezvous(500_000))]
    const told: string[] = []
    discovery.addEventListener('provider', ({ detail }) => { told.push(detail.id.toString()) })
    await timers.tickAsync(30 * MINUTE)

    expect(new Set(told)).to.deep.equal(new Set([peer.toString()]))
    expect(told.length).to.be.within(4, 12)
  })

  /** Keys that were provided since the last look */
  function provided (): string[] {
    return dhtPeer.requests.splice(0).filter(({ type }) => type === ADD_PROVIDER).map(({ key }) => toString(key, 'base16'))
  }

  async function slotKey (slot: number): Promise<string> {
    return toString((await keys.rendezvous(slot)).key.multihash.bytes, 'base16')
  }
})
