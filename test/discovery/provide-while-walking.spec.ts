import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { Discovery, REPROVIDE_INTERVAL } from '../../src/discovery/index.ts'
import { createGroup, deriveGroupKeys, RENDEZVOUS_SLOT_MS } from '../../src/group/index.ts'
import { ADD_PROVIDER } from '../../src/network/messages.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import { stubComponents } from './fixtures/components.ts'
import { stubDhtPeer } from './fixtures/dht-peer.ts'
import type { SinonFakeTimers } from 'sinon'

describe('a provider record that becomes due while the DHT is walked', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))
  let timers: SinonFakeTimers

  beforeEach(() => {
    timers = useFakeTimers({ now: 500_000.2 * RENDEZVOUS_SLOT_MS, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  })

  afterEach(() => {
    timers.restore()
  })

  it('also goes to the peers met on that walk', async () => {
    const [neighbour, far] = [await stubDhtPeer(() => []), await stubDhtPeer(() => [])]
    const walks: Array<PromiseWithResolvers<void>> = []
    const discovery = new Discovery(await stubComponents({
      addressManager: { getAddresses: () => [multiaddr('/ip4/192.0.2.1/tcp/1')] } as any,
      connectionManager: { getConnections: () => [far.connection] } as any,
      peerRouting: {
        getClosestPeers: async function * () {
          const walk = Promise.withResolvers<void>()
          walks.push(walk)
          yield { id: far.connection.remotePeer, multiaddrs: [] }
          await walk.promise
        }
      } as any
    }), { keys, dhtProtocol: '/test/kad/1.0.0', alone: () => false })
    const given = (): number => far.requests.splice(0).filter(({ type }) => type === ADD_PROVIDER).length

    await discovery.start()
    discovery.addDhtPeer(neighbour.connection)
    await timers.tickAsync(1)
    expect([walks.length, given()]).to.deep.equal([1, 1])

    timers.setSystemTime(Date.now() + REPROVIDE_INTERVAL)
    await timers.tickAsync(1_000)
    expect([walks.length, given()]).to.deep.equal([1, 0])

    walks[0].resolve()
    await timers.tickAsync(1)
    expect([walks.length, given()]).to.deep.equal([2, 1])

    walks[1].resolve()
    await discovery.stop()
    expect(timers.countTimers()).to.equal(0)
  })
})
