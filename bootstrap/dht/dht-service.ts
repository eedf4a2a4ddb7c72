import { kadDHT } from '@libp2p/kad-dht'
import { boundAnswers } from '../../src/network/bounded-answers.ts'
import { dhtInit } from '../../src/network/dht-init.ts'
import { override } from '../../src/network/override.ts'
import { DhtServer } from './dht-server.ts'
import type { DHTInitOptions } from '../../src/network/dht-init.ts'
import type { NetworkPreset } from '../../src/network/presets.ts'
import type { PeerId } from '@libp2p/interface'
import type { KadDHT, KadDHTComponents } from '@libp2p/kad-dht'

/** The part of kad-dht's routing table that its type doesn't declare */
interface RoutingTable {
  closestPeers(kadId: Uint8Array, options: { exclude: PeerId[] }): PeerId[]
}

export interface DhtServiceOptions extends DHTInitOptions {
  /** See `DhtServerInit` */
  now?(): number
}

/**
 * Returns the libp2p service that queries and serves a network's DHT: kad-dht does the
 * walks, maintains the routing table and decides when to serve; our own server
 * answers
 */
export function dhtService (preset: NetworkPreset, options: DhtServiceOptions = {}): (components: KadDHTComponents) => KadDHT {
  return components => {
    const { connectionManager, registrar } = components
    const dht = kadDHT(dhtInit(preset, options))(override(components, {
      connectionManager: boundAnswers(connectionManager),
      registrar: override(registrar, {
        handle: async (protocol, _handler, options) => registrar.handle(protocol, server.onStream, options)
      })
    })) as KadDHT & { routingTable: RoutingTable }
    const server = new DhtServer(components, {
      preset,
      now: options.now,
      closestPeers: (kadId, exclude) => dht.routingTable.closestPeers(kadId, { exclude })
    })

    return dht
  }
}
