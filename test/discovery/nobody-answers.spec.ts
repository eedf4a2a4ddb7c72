import { expect } from 'aegir/chai'
import { Discovery, NetworkClock } from '../../src/discovery/index.ts'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { stubComponents } from './fixtures/components.ts'
import { stubDhtPeer } from './fixtures/dht-peer.ts'
import type { StubDhtPeer } from './fixtures/dht-peer.ts'

describe('a lookup', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))

  it('that no DHT peer answers doesn\'t mean that nobody is there', async () => {
    const lookups = await look([await stubDhtPeer(() => new Error('reset'))], new Error('no route'))

    expect(lookups).to.deep.equal([{ found: 0, conclusive: false }, { found: 0, conclusive: false }])
  })

  it('that a walk answers when no neighbour does is conclusive', async () => {
    const lookups = await look([await stubDhtPeer(() => new Error('reset')), await stubDhtPeer(() => [])])

    expect(lookups).to.deep.equal([{ found: 0, conclusive: false }, { found: 0, conclusive: true }])
  })

  /** The first two lookups, with one neighbour in the DHT, and who is met on a walk */
  async function look ([neighbour, ...others]: StubDhtPeer[], error?: Error): Promise<unknown[]> {
    const discovery = new Discovery(await stubComponents({
      connectionManager: {
        getConnections: (peer: unknown) => others.map(({ connection }) => connection).filter(({ remotePeer }) => remotePeer === peer)
      } as any,
      peerRouting: {
        getClosestPeers: async function * () {
          yield * others.map(({ connection: { remotePeer: id } }) => ({ id, multiaddrs: [] }))

          if (error != null) {
            throw error
          }
        }
      } as any
    }), { keys, dhtProtocol: '/test/kad/1.0.0', alone: () => true, clock: new NetworkClock({ now: () => 500_000.5 * 3_600_000 }) })
    const lookups: unknown[] = []
    const two = new Promise<void>(resolve => {
      discovery.addEventListener('lookup', ({ detail }) => {
        if (lookups.push(detail) === 2) {
          resolve()
        }
      })
    })

    try {
      await discovery.start()
      discovery.addDhtPeer(neighbour.connection)
      await two

      return lookups
    } finally {
      await discovery.stop()
    }
  }
})
