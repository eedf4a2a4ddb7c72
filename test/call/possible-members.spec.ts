import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { PossibleMembers } from '../../src/call/possible-members.ts'
import { randomPeer } from '../discovery/fixtures/dht-peer.ts'
import type { Candidate } from '../../src/call/candidate-queue.ts'
import type { PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

const GROUP = new Uint8Array(32)
const OTHER_GROUP = new Uint8Array(32).fill(1)

describe('possible members', () => {
  let local: PeerId
  let bootstrap: PeerId
  let members: PossibleMembers

  beforeEach(async () => {
    local = await randomPeer()
    bootstrap = await randomPeer()
    members = new PossibleMembers({ peerId: local, entries: [addressOf(bootstrap)] })
  })

  it('are the peers of an invite, without bootstrap peers and us', async () => {
    const inviter = await randomPeer()
    const list = members.list(GROUP, [addressOf(inviter, 1), addressOf(bootstrap), addressOf(local), addressOf(inviter, 2), multiaddr('/ip4/192.0.2.1/tcp/1')])

    expect(list.map(shown)).to.deep.equal([{ id: inviter.toString(), addresses: 2, standing: 'known' }])
  })

  it('are the last known members of the group, the newest first', async () => {
    const [first, second] = [await randomPeer(), await randomPeer()]
    members.remember(GROUP, 'a', [addressOf(first)])
    members.remember(GROUP, 'b', [addressOf(second)])

    expect(members.list(GROUP).map(shown)).to.deep.equal([second, first].map(peer => ({ id: peer.toString(), addresses: 1, standing: 'known' })))
    expect(members.list(OTHER_GROUP)).to.deep.equal([])
  })

  it('are all peers of the local network, which are announced as they come', async () => {
    const neighbour = await randomPeer()
    const announced: Candidate[] = []
    members.addEventListener('neighbour', ({ detail }) => { announced.push(detail) })
    members.addNeighbour({ id: neighbour, multiaddrs: [addressOf(neighbour)] })

    expect(announced.map(shown)).to.deep.equal([{ id: neighbour.toString(), addresses: 1, standing: 'told' }])
    expect(members.list(OTHER_GROUP)).to.deep.equal(announced)
  })
})

function addressOf (peer: PeerId, port = 1): Multiaddr {
  return multiaddr(`/ip4/192.0.2.1/tcp/${port}/p2p/${peer.toString()}`)
}

function shown ({ peer, standing }: Candidate): { id: string, addresses: number, standing: string } {
  return { id: peer.id.toString(), addresses: peer.multiaddrs.length, standing }
}
