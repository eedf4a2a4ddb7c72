import type { PeerId, PeerRouting, RoutingOptions } from '@libp2p/interface'
import type { CID } from 'multiformats/cid'

/**
 * Goes through the DHT towards a key and tells of each peer that answered on the way.
 * Resolves when there are no nearer ones, or time is up: peers that lead astray can
 * make it long, and must not keep those who have answered from being asked.
 *
 * `findProviders()` of a DHT would end as soon as it has a few providers, whoever
 * named them: one DHT peer that lies would hide all the others.
 */
export async function walkTo (peerRouting: PeerRouting, key: CID, init: { signal: AbortSignal, onPeer(peer: PeerId): void }): Promise<void> {
  const ended = new AbortController()
  const options: RoutingOptions = {
    signal: AbortSignal.any([init.signal, ended.signal]),
    onProgress: ({ type, detail }: CustomEvent) => {
      if (type === 'kad-dht:query:peer-response') {
        init.onPeer(detail.from)
      } else if (type === 'kad-dht:query:final-peer') {
        // libp2p would go on to look for the addresses of those, of which we have the connections
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
