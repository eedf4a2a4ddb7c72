import { expect } from 'aegir/chai'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 } from 'multiformats/hashes/sha2'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createClient, joined, pick, TCP_ONLY } from './fixtures/client.ts'
import type { Client } from './fixtures/client.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

async function first <T> (values: AsyncIterable<T>): Promise<T | undefined> {
  const { value } = await values[Symbol.asyncIterator]().next()

  return value
}

describe('two peers find each other through a bootstrap peer', () => {
  let peer: BootstrapPeer
  let clients: Client[]

  beforeEach(async () => {
    peer = await createBootstrapPeer(TCP_ONLY)
    clients = await Promise.all([createClient(['/ip4/127.0.0.1/tcp/0']), createClient()])
  })

  afterEach(async () => {
    await Promise.all(clients.map(async client => client.stop()))
    await peer.stop()
  })

  it('gives the record of a peer, with its private address, to the other', async () => {
    const [provider, finder] = clients
    const cid = CID.createV1(raw.code, await sha256.digest(Uint8Array.of(1, 2, 3)))
    const address = pick(peer.addresses(), /tcp/)

    await Promise.all(clients.map(async client => {
      await client.dial(address)
      await joined(client)
    }))
    await provider.contentRouting.provide(cid, { signal: AbortSignal.timeout(100_000) })

    const found = await first(finder.contentRouting.findProviders(cid, { signal: AbortSignal.timeout(100_000) }))

    expect(found?.id.toString()).to.equal(provider.peerId.toString())
    expect(found?.multiaddrs.map(address => address.toString())).to.include(provider.getMultiaddrs()[0].decapsulate('/p2p').toString())
  })
})
