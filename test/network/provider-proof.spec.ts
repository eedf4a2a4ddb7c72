import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { isProven } from '../../src/network/provider-proof.ts'
import { providerRecord, randomPeer } from '../discovery/fixtures/dht-peer.ts'
import type { Rendezvous } from '../../src/group/index.ts'
import type { DhtPeer } from '../../src/network/pb/dht.ts'

describe('the proof of a provider', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))
  let rendezvous: Rendezvous
  let key: Uint8Array
  let record: DhtPeer

  before(async () => {
    rendezvous = await keys.rendezvous(1)
    key = rendezvous.key.multihash.bytes
    record = await providerRecord(await randomPeer(), [multiaddr('/ip4/192.0.2.1/tcp/1')], rendezvous)
  })

  it('holds', async () => {
    expect(await isProven(key, record)).to.equal(true)
  })

  it('is not that of another peer, of other addresses, or of another hour', async () => {
    expect(await isProven(key, { ...record, id: (await randomPeer()).toMultihash().bytes.slice() })).to.equal(false)
    expect(await isProven(key, { ...record, multiaddrs: [multiaddr('/ip4/192.0.2.1/tcp/2').bytes.slice()] })).to.equal(false)
    expect(await isProven((await keys.rendezvous(2)).key.multihash.bytes, record)).to.equal(false)
  })

  it('isn\'t valid for another group', async () => {
    const other = await deriveGroupKeys(createGroup({ name: 'others', owner: { publicKey: 'a'.repeat(64) } })).rendezvous(1)

    expect(await isProven(key, await providerRecord(await randomPeer(), [], other))).to.equal(false)
  })

  it('is neither nothing nor anything else, and never an error', async () => {
    for (const proof of [new Uint8Array(0), new Uint8Array(64), new Uint8Array(63), record.proof.slice(1), new Uint8Array(10_000)]) {
      expect(await isProven(key, { ...record, proof })).to.equal(false)
    }

    for (const other of [new Uint8Array(0), new Uint8Array(34), Uint8Array.of(18, 32), key.slice(1)]) {
      expect(await isProven(other, record)).to.equal(false)
    }
  })
})
