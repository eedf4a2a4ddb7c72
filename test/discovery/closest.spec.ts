import { expect } from 'aegir/chai'
import { compare } from 'uint8arrays/compare'
import { byDistance, Closest, distance } from '../../src/discovery/closest.ts'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { randomPeer } from './fixtures/dht-peer.ts'
import type { PeerId } from '@libp2p/interface'
import type { CID } from 'multiformats/cid'

describe('the DHT peers closest to a key', () => {
  let key: CID
  let peers: PeerId[]

  before(async () => {
    key = (await deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } })).rendezvous(1)).key
    peers = await Promise.all(Array.from({ length: 50 }, async () => randomPeer()))
  })

  it('are the same for everybody, in whatever order they are met', () => {
    const connections = peers.map(remotePeer => ({ remotePeer }))
    const sorted = byDistance(key, connections)

    expect(byDistance(key, [...connections].reverse())).to.deep.equal(sorted)
    expect(sorted).to.have.lengthOf(50)
    sorted.slice(1).forEach(({ remotePeer }, i) => {
      expect(compare(distance(key, sorted[i].remotePeer), distance(key, remotePeer))).to.equal(-1)
    })
  })

  it('are distinguished from peers that are farther than enough earlier ones', () => {
    const sorted = byDistance(key, peers.map(remotePeer => ({ remotePeer }))).map(({ remotePeer }) => remotePeer)
    const closest = new Closest(key, 3)

    expect(sorted.slice(10, 14).map(peer => closest.add(peer))).to.deep.equal([true, true, true, false])
    expect([closest.add(sorted[5]), closest.add(sorted[12]), closest.add(sorted[11]), closest.add(sorted[0])]).to.deep.equal([true, false, false, true])
  })
})
