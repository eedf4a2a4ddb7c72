import { sha256 } from '@noble/hashes/sha2.js'
import { compare } from 'uint8arrays/compare'
import { xor } from 'uint8arrays/xor'
import type { PeerId } from '@libp2p/interface'
import type { CID } from 'multiformats/cid'

/**
 * Returns the distance of a peer from a key in the DHT, as bytes to compare
 *
 * @see {@link https://github.com/libp2p/specs/tree/master/kad-dht#distance}
 */
export function distance (key: CID, peer: PeerId): Uint8Array {
  return xor(sha256(key.multihash.bytes), sha256(peer.toMultihash().bytes))
}

/** Sorts peers, the nearest first: everyone who knows the same peers gets the same order */
export function byDistance <T extends { remotePeer: PeerId }> (key: CID, peers: T[]): T[] {
  return peers
    .map(peer => ({ peer, far: distance(key, peer.remotePeer) }))
    .sort((a, b) => compare(a.far, b.far))
    .map(({ peer }) => peer)
}

/** The nearest peers to a key that have been met so far */
export class Closest {
  private readonly key: CID
  private readonly max: number
  private readonly distances: Uint8Array[] = []

  constructor (key: CID, max: number) {
    this.key = key
    this.max = max
  }

  /** Adds a peer, and returns whether it is among the nearest */
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
