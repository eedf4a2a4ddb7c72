import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { expect } from 'aegir/chai'
import { Discovery } from '../../src/discovery/index.ts'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { stubComponents } from './fixtures/components.ts'
import type { Connection } from '@libp2p/interface'

describe('a lookup', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))

  it('that no DHT peer answers says nothing about who is there', async () => {
    const lookups = await look(async () => { throw new Error('reset') }, async function * () { yield * []; throw new Error('no route') })

    expect(lookups).to.deep.equal([{ found: 0, conclusive: false }, { found: 0, conclusive: false }])
  })

  it('that a walk answers when no neighbour does is conclusive', async () => {
    const lookups = await look(async () => { throw new Error('reset') }, async function * () { yield * [] })

    expect(lookups).to.deep.equal([{ found: 0, conclusive: false }, { found: 0, conclusive: true }])
  })

  /** The first two lookups, with one neighbour in the DHT */
  async function look (newStream: () => Promise<never>, findProviders: () => AsyncGenerator<never>): Promise<unknown[]> {
    const discovery = new Discovery(await stubComponents({
      contentRouting: { provide: async () => {}, cancelReprovide: async () => {}, findProviders } as any
    }), { keys, dhtProtocol: '/test/kad/1.0.0', alone: () => true, now: () => 500_000.5 * 3_600_000 })
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
      discovery.addDhtPeer({ status: 'open', remotePeer: peerIdFromPrivateKey(await generateKeyPair('Ed25519')), newStream } as unknown as Connection)
      await two

      return lookups
    } finally {
      await discovery.stop()
    }
  }
})
