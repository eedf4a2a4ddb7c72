import { peerIdFromString } from '@libp2p/peer-id'
import { TypedEventEmitter } from 'main-event'
import { LastKnownMembers } from '../discovery/index.ts'
import { peerIn } from '../network/dial-target.ts'
import { setNewest } from '../newest.ts'
import type { Candidate } from './candidate-queue.ts'
import type { PeerId, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Peers of the local network that are remembered: an office full of them */
const MAX_NEIGHBOURS = 64

export interface PossibleMembersInit {
  /** The local peer */
  peerId: PeerId
  /** Bootstrap peers, which are not members */
  entries: Multiaddr[]
}

export interface PossibleMembersEvents {
  /** A peer was found on the local network; it may be in any group */
  neighbour: CustomEvent<Candidate>
}

/**
 * Peers that may be members before the DHT has named any: those that an invite or an
 * earlier call names, and those on the local network
 */
export class PossibleMembers extends TypedEventEmitter<PossibleMembersEvents> {
  private readonly init: PossibleMembersInit
  private readonly lastKnown = new LastKnownMembers()
  private readonly neighbours = new Map<string, PeerInfo>()

  constructor (init: PossibleMembersInit) {
    super()

    this.init = init
  }

  addNeighbour (peer: PeerInfo): void {
    setNewest(this.neighbours, peer.id.toString(), peer, MAX_NEIGHBOURS)
    this.safeDispatchEvent('neighbour', { detail: neighbour(peer) })
  }

  /** Remembers where a member of a group is, so that a later call asks there first */
  remember (groupId: Uint8Array, publicKey: string, addresses: Multiaddr[]): void {
    this.lastKnown.set(groupId, publicKey, addresses)
  }

  /** Returns the possible members of a group, and the peers that `addresses` lead to */
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

/** Returns a candidate that the user, or an earlier call, names as a member */
export function known (peer: PeerInfo): Candidate {
  return { peer, standing: 'known', source: 'known' }
}

/** Returns a candidate on the local network, which may be in any group */
function neighbour (peer: PeerInfo): Candidate {
  return { peer, standing: 'told', source: 'neighbourhood' }
}
