import { peerIdFromCID } from '@libp2p/peer-id'
import { MemoryDatastore } from 'datastore-core/memory'
import { base32 } from 'multiformats/bases/base32'
import { CID } from 'multiformats/cid'
import type { Libp2p, PeerId } from '@libp2p/interface'

/**
 * Peers in the peer store. Beyond that, disconnected peers that nothing needs are
 * forgotten. It is more than a call peer has connections.
 */
export const MAX_REMEMBERED_PEERS = 1_000

/** Share of the peers that is forgotten at a time, so that not every new peer costs a search */
const FORGOTTEN = 0.1

type Key = Parameters<MemoryDatastore['put']>[0]

/** The key under which libp2p's peer store keeps a peer: `/peers/` and its CID in base32 */
const PEER_KEY = /^\/peers\/(b[a-z2-7]+)$/

/**
 * The datastore of a node's peer store. Values are copied, because they are parts of
 * larger buffers, all of which would stay in memory.
 */
export class PeerRecords extends MemoryDatastore {
  /** Keys of peers, the least recently written first */
  private readonly peerKeys = new Set<string>()

  /** How many peers are remembered */
  get size (): number {
    return this.peerKeys.size
  }

  /** Returns the peers whose records are the oldest first */
  * peers (): Generator<PeerId> {
    for (const key of [...this.peerKeys]) {
      yield peerIdFromCID(CID.parse(key, base32))
    }
  }

  override put (key: Key, value: Uint8Array): ReturnType<MemoryDatastore['put']> {
    const peerKey = peerKeyOf(key)

    if (peerKey != null) {
      this.peerKeys.delete(peerKey)
      this.peerKeys.add(peerKey)
    }

    return super.put(key, Uint8Array.from(value))
  }

  override delete (key: Key): void {
    this.peerKeys.delete(peerKeyOf(key) ?? '')
    void super.delete(key)
  }
}

/**
 * Forgets peers when there are too many. libp2p remembers every peer that connects, or
 * that another peer names, for hours. Keys cost nothing, so a stranger could fill the
 * memory with them. Peers that are connected, tagged by the DHT or the relay, or to be
 * kept alive stay.
 */
export function forgetStrangers (node: Pick<Libp2p, 'peerId' | 'peerStore' | 'getConnections' | 'addEventListener'>, records: PeerRecords, max: number = MAX_REMEMBERED_PEERS): void {
  let forgetting = false

  const isNeeded = async (peer: PeerId): Promise<boolean> => {
    if (peer.equals(node.peerId) || node.getConnections(peer).length > 0) {
      return true
    }

    const { tags } = await node.peerStore.get(peer)

    return tags.size > 0
  }

  const forget = async (): Promise<void> => {
    for (const peer of records.peers()) {
      if (records.size <= (1 - FORGOTTEN) * max) {
        return
      }

      if (!await isNeeded(peer)) {
        await node.peerStore.delete(peer)
      }
    }
  }

  const look = (): void => {
    if (records.size > max && !forgetting) {
      forgetting = true
      forget().catch(() => {
        // another part of the node has removed it meanwhile: look at the next one
      }).finally(() => { forgetting = false })
    }
  }

  node.addEventListener('peer:disconnect', look)
  node.addEventListener('peer:discovery', look)
}

function peerKeyOf (key: Key): string | undefined {
  return PEER_KEY.exec(key.toString())?.[1]
}
