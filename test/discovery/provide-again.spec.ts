import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import sinon from 'sinon'
import { Discovery, REPROVIDE_INTERVAL } from '../../src/discovery/index.ts'
import { createGroup, deriveGroupKeys, RENDEZVOUS_SLOT_MS } from '../../src/group/index.ts'
import { stubComponents } from './fixtures/components.ts'
import type { PeerInfo } from '@libp2p/interface'
import type { CID } from 'multiformats/cid'

const MINUTE = 60_000

describe('the provider record of a member', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))
  let timers: sinon.SinonFakeTimers
  let discovery: Discovery
  let provided: string[]
  let cancelled: string[]
  let searches: number
  let found: PeerInfo[]
  let addresses = [multiaddr('/ip4/192.0.2.1/tcp/1')]

  beforeEach(async () => {
    // 10 minutes into a slot
    timers = sinon.useFakeTimers({ now: (500_000 * RENDEZVOUS_SLOT_MS) + (10 * MINUTE), toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
    provided = []
    cancelled = []
    found = []
    searches = 0
    addresses = [multiaddr('/ip4/192.0.2.1/tcp/1')]
    discovery = new Discovery(await stubComponents({
      addressManager: { getAddresses: () => addresses } as any,
      contentRouting: {
        provide: async (key: CID) => { provided.push(key.toString()) },
        cancelReprovide: async (key: CID) => { cancelled.push(key.toString()) },
        findProviders: async function * () {
          searches++
          yield * found
        }
      } as any
    }), { keys, dhtProtocol: '/test/kad/1.0.0', alone: () => false })
    await discovery.start()
  })

  afterEach(async () => {
    await discovery.stop()
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('is given soon after the start, and again every 20 minutes', async () => {
    await timers.tickAsync(10_000)
    expect(provided).to.deep.equal([keys.rendezvous(500_000).toString()])

    provided = []
    await timers.tickAsync(REPROVIDE_INTERVAL)
    expect(provided).to.include(keys.rendezvous(500_000).toString())
  })

  it('is under the key of each new hour as soon as that begins', async () => {
    await timers.tickAsync(50 * MINUTE - 1)
    provided = []
    await timers.tickAsync(10_000)

    expect(provided).to.deep.equal([keys.rendezvous(500_001).toString()])
  })

  it('of an hour that is over is not renewed any more', async () => {
    await timers.tickAsync(50 * MINUTE - 1)
    expect(cancelled).to.deep.equal([])
    await timers.tickAsync(10_000)

    expect(cancelled).to.deep.equal([keys.rendezvous(500_000).toString()])
  })

  it('is under the key of the hour in which a machine wakes up that has slept', async () => {
    await timers.tickAsync(10_000)
    provided = []
    // no timer runs meanwhile
    timers.setSystemTime(Date.now() + (100 * MINUTE))
    await timers.tickAsync(10_000)

    expect(provided).to.deep.equal([keys.rendezvous(500_001).toString()])
  })

  it('is not given while there is no address to be reached at', async () => {
    addresses = []
    await timers.tickAsync(10_000)

    expect(provided).to.deep.equal([])
    expect(searches).to.be.greaterThan(0)
  })

  it('is not renewed any more after the end', async () => {
    await timers.tickAsync(10_000)
    await discovery.stop()

    expect(cancelled).to.deep.equal([keys.rendezvous(500_000).toString()])
    provided = []
    await timers.tickAsync(2 * REPROVIDE_INTERVAL)
    expect(provided).to.deep.equal([])
  })

  it('of somebody else is told, again and again, as long as the call lasts', async () => {
    found = [{ id: peerIdFromPrivateKey(await generateKeyPair('Ed25519')), multiaddrs: [] }]
    const told: string[] = []
    discovery.addEventListener('provider', ({ detail }) => { told.push(detail.id.toString()) })
    await timers.tickAsync(30 * MINUTE)

    expect(new Set(told)).to.deep.equal(new Set([found[0].id.toString()]))
    expect(told.length).to.be.within(4, 12)
  })
})
