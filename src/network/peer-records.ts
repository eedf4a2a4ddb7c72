import { peerIdFromCID } from '@libp2p/peer-id'
import { MemoryDatastore } from 'datastore-core/memory'
import { base32 } from 'multiformats/bases/base32'
import { CID } from 'multiformats/cid'
import type { Libp2p, PeerId } from '@libp2p/interface'

/**
 * Peers that are remembered, before those who are gone and whom nobody needs are
 * forgotten. More than a call peer has connections: who is connected is not forgotten.
 */
export const MAX_REMEMBERED_PEERS = 1_000

/** The part of them that is forgotten at a time, so that not every newcomer costs a search */
const FORGOTTEN = 0.1

type Key = Parameters<MemoryDatastore['put']>[0]

/** Where libp2p's peer store keeps a peer: `/peers/` and its key as a CID in base32 */
const PEER_KEY = /^\/peers\/(b[a-z2-7]+)$/

/**
 * Where the peer store of a node keeps its records. What is put is copied, since it
 * is a part of a larger buffer, all of which would stay.
 */
export class PeerRecords extends MemoryDatastore {
  /** Of peers, those that were written longest ago first */
  private readonly peerKeys = new Set<string>()

  /** How many peers are remembered */
  get size (): number {
    return this.peerKeys.size
  }

  /** Those who were written longest ago first */
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
 * Whoever connects, or is named by somebody else, is remembered by libp2p for hours.
 * Keys cost nothing, so that a stranger could fill the memory with them: who is gone,
 * and neither tagged by the DHT or the relay nor to be kept alive, is forgotten when
 * there are too many.
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
        // forgotten by somebody else meanwhile: there is another look at the next one
      }).finally(() => { forgetting = false })
    }
  }

  node.addEventListener('peer:disconnect', look)
  node.addEventListener('peer:discovery', look)
}

function peerKeyOf (key: Key): string | undefined {
  return PEER_KEY.exec(key.toString())?.[1]
}
