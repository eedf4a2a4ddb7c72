import { randomBytes } from '@libp2p/crypto'
import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import { stop } from '@libp2p/interface'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createLibp2p } from 'libp2p'
import { createBootstrapPeer, forgetStrangers, PeerRecords } from '../../bootstrap/index.ts'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer } from '../../src/index.ts'
import { createClient, pick, TCP_ONLY } from '../bootstrap/fixtures/client.ts'
import type { Libp2p, PeerId } from '@libp2p/interface'

const MAX = 20
/** That remain of more than these */
const LEFT = 18

const ADDRESS = multiaddr('/ip4/192.0.2.1/tcp/1')
const LOOPBACK = '/ip4/127.0.0.1/tcp/0'

/** Makes a node remember peers that it has only heard of */
async function hearOf (node: Pick<Libp2p, 'peerStore'>, count: number): Promise<PeerId[]> {
  // any point is a public key to who does not use it
  const peers = Array.from({ length: count }, () => peerIdFromPublicKey(publicKeyFromRaw(randomBytes(32))))

  for (const peer of peers) {
    await node.peerStore.merge(peer, { multiaddrs: [ADDRESS] })
  }

  return peers
}

describe('the peers that a node remembers', () => {
  let records: PeerRecords
  let node: Libp2p
  let forgotten: PromiseWithResolvers<void>

  const remembered = (): string[] => [...records.peers()].map(String)

  /** Resolves when it has forgotten all the peers that it can */
  const forget = async (): Promise<void> => {
    forgetStrangers(node, records, MAX)
    node.dispatchEvent(new CustomEvent('peer:disconnect'))
    await forgotten.promise
  }

  beforeEach(async () => {
    forgotten = Promise.withResolvers()
    records = new class extends PeerRecords {
      override delete (...args: Parameters<PeerRecords['delete']>): void {
        super.delete(...args)

        if (this.size === LEFT) {
          forgotten.resolve()
        }
      }
    }()
    node = await createLibp2p({ datastore: records, start: false })
  })

  it('are all that it has heard of, while they are few', async () => {
    forgetStrangers(node, records, MAX)
    const peers = await hearOf(node, MAX)

    expect(remembered()).to.deep.equal(peers.map(String))
  })

  it('are the last that it has heard of, when they are many', async () => {
    const peers = await hearOf(node, 3 * MAX)
    await node.peerStore.merge(peers[0], { multiaddrs: [ADDRESS], metadata: { heard: Uint8Array.of(1) } })
    await forget()

    expect(remembered()).to.deep.equal([...peers.slice(-LEFT + 1), peers[0]].map(String))
  })

  it('are those with a tag, while they have it', async () => {
    const [kept, passing, routed] = await hearOf(node, 3 * MAX)
    await node.peerStore.merge(kept, { tags: { 'keep-alive': {} } })
    await node.peerStore.merge(passing, { tags: { passing: { ttl: 0 } } })
    await node.peerStore.merge(routed, { tags: { 'kad-peer': { value: 1 } } })
    await hearOf(node, 3 * MAX)
    await forget()

    expect(remembered()).to.include.members([kept, routed].map(String)).and.to.not.include(passing.toString())
  })

  it('are never many more than they may be', async () => {
    forgetStrangers(node, records, MAX)
    let most = 0

    for (let i = 0; i < 10 * MAX; i++) {
      await hearOf(node, 1)
      most = Math.max(most, records.size)
      // strangers come one by one
      await new Promise(setImmediate)
    }

    expect(most).to.equal(MAX + 1)
  })

  it('take only the memory of their records', async () => {
    await hearOf(node, MAX)

    for await (const { value } of records.query({})) {
      expect(value.buffer.byteLength).to.equal(value.byteLength)
    }
  })
})

describe('a node that learns of a crowd of peers', () => {
  for (const [name, start] of [
    ['bootstrap peer', async () => createBootstrapPeer(TCP_ONLY).then(peer => ({ peer, node: peer.node as Libp2p }))],
    ['call peer', async () => createCallPeer({ identity: await createIdentity(), listen: [LOOPBACK] }).then(peer => ({ peer, node: peer as Libp2p }))]
  ] as const) {
    it(`and is a ${name}, remembers connected peers and forgets others`, async () => {
      const [{ peer, node }, stays, goes] = await Promise.all([start(), createClient(), createClient()])

      try {
        const address = pick(node.getMultiaddrs().map(String), /127.0.0.1\/tcp/)
        const identified = new Promise<void>(resolve => {
          node.addEventListener('peer:identify', ({ detail }) => { detail.peerId.equals(stays.peerId) && resolve() })
        })
        await Promise.all([stays.dial(address), goes.dial(address), identified])
        const crowd = await hearOf(node, 3_500)
        const [first] = crowd
        const deleted = new Promise<void>(resolve => {
          node.peerStore.delete = new Proxy(node.peerStore.delete, {
            apply: async (target, self, args) => {
              await Reflect.apply(target, self, args)
              resolve()
            }
          })
        })
        await goes.stop()
        await deleted

        expect(await node.peerStore.has(first) && await node.peerStore.has(goes.peerId)).to.equal(false)
        expect(await node.peerStore.has(stays.peerId)).to.equal(true)
      } finally {
        await stop(stays, goes, peer)
      }
    })
  }
})
