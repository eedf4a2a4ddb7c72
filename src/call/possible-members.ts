import { peerIdFromString } from '@libp2p/peer-id'
import { LastKnownMembers } from '../discovery/index.ts'
import { setNewest } from '../newest.ts'
import type { Candidate } from './candidate-queue.ts'
import type { PeerId, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Peers of the local network that are remembered: all of an office */
const MAX_NEIGHBOURS = 64

export interface PossibleMembersInit {
  /** One's own */
  peerId: PeerId
  /** The network's own peers, which are no members */
  entries: Multiaddr[]
}

/**
 * Who may be a member before the DHT has named anybody: whom an invite or an earlier
 * call names, and who is on the local network
 */
export class PossibleMembers {
  readonly lastKnown = new LastKnownMembers()

  private readonly init: PossibleMembersInit
  private readonly neighbours = new Map<string, PeerInfo>()

  constructor (init: PossibleMembersInit) {
    this.init = init
  }

  /** Remembers a peer of the local network */
  addNeighbour (peer: PeerInfo): void {
    setNewest(this.neighbours, peer.id.toString(), peer, MAX_NEIGHBOURS)
  }

  /** Those of a group, besides those that `addresses` lead to */
  list (groupId: Uint8Array, addresses: Multiaddr[] = []): Candidate[] {
    return [...this.peersAt([...addresses, ...this.lastKnown.get(groupId)]).map(known), ...[...this.neighbours.values()].map(neighbour)]
  }

  private peersAt (addresses: Multiaddr[]): PeerInfo[] {
    const members = new Map<string, PeerInfo>()
    const others = new Set([this.init.peerId.toString(), ...this.init.entries.map(peerIn)])

    for (const address of addresses) {
      const id = peerIn(address)

      if (id != null && !others.has(id)) {
        const member = members.get(id) ?? { id: peerIdFromString(id), multiaddrs: [] }
        members.set(id, { ...member, multiaddrs: [...member.multiaddrs, address] })
      }
    }

    return [...members.values()]
  }
}

/** Somebody whom the user, or an earlier call, names as a member */
export function known (peer: PeerInfo): Candidate {
  return { peer, standing: 'known', source: 'known' }
}

/** Somebody on the local network, of any group */
export function neighbour (peer: PeerInfo): Candidate {
  return { peer, standing: 'told', source: 'neighbourhood' }
}

/** The peer that an address leads to in the end */
function peerIn (address: Multiaddr): string | undefined {
  return address.getComponents().findLast(({ name }) => name === 'p2p')?.value
}
