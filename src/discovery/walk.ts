import type { PeerId, PeerRouting, RoutingOptions } from '@libp2p/interface'
import type { CID } from 'multiformats/cid'

/**
 * Walks the DHT towards a key, and reports each peer that answers on the way. Resolves
 * when there are no nearer peers, or time is up: malicious peers can prolong a walk,
 * and must not keep us from asking those that have answered.
 *
 * `findProviders()` of kad-dht ends after the first few providers, regardless of who named them:
 * one DHT peer that lies would hide all the others.
 */
export async function walkTo (peerRouting: PeerRouting, key: CID, init: { signal: AbortSignal, onPeer(peer: PeerId): void }): Promise<void> {
  const ended = new AbortController()
  const options: RoutingOptions = {
    signal: AbortSignal.any([init.signal, ended.signal]),
    onProgress: ({ type, detail }: CustomEvent) => {
      if (type === 'kad-dht:query:peer-response') {
        init.onPeer(detail.from)
      } else if (type === 'kad-dht:query:final-peer') {
        // libp2p would go on to find addresses of peers that we are connected to
        ended.abort()
      }
    }
  }

  try {
    for await (const peer of peerRouting.getClosestPeers(key.multihash.bytes, options)) {
      init.onPeer(peer.id)
    }
  } catch (err) {
    if (!options.signal?.aborted) {
      throw err
    }
  }
}
