import { sha256 } from '@noble/hashes/sha2.js'
import { compare } from 'uint8arrays/compare'
import { xor } from 'uint8arrays/xor'
import type { PeerId } from '@libp2p/interface'
import type { CID } from 'multiformats/cid'

/**
 * How far a peer is from a key in the DHT: bytes that are smaller the nearer it is
 *
 * @see {@link https://github.com/libp2p/specs/tree/master/kad-dht#distance}
 */
export function distance (key: CID, peer: PeerId): Uint8Array {
  return xor(sha256(key.multihash.bytes), sha256(peer.toMultihash().bytes))
}

/** The nearest first; which of the same peers that is is the same for everybody */
export function byDistance <T extends { remotePeer: PeerId }> (key: CID, peers: T[]): T[] {
  return peers
    .map(peer => ({ peer, far: distance(key, peer.remotePeer) }))
    .sort((a, b) => compare(a.far, b.far))
    .map(({ peer }) => peer)
}

/** The peers nearest to a key of those that have been met so far */
export class Closest {
  private readonly key: CID
  private readonly max: number
  private readonly distances: Uint8Array[] = []

  constructor (key: CID, max: number) {
    this.key = key
    this.max = max
  }

  /** Whether a peer is one of them */
  add (peer: PeerId): boolean {
    const far = distance(this.key, peer)
    const nearer = this.distances.filter(other => compare(other, far) < 0).length

    if (nearer >= this.max || this.distances.some(other => compare(other, far) === 0)) {
      return false
    }

    this.distances.splice(nearer, 0, far)
    this.distances.length = Math.min(this.distances.length, this.max)

    return true
  }
}
