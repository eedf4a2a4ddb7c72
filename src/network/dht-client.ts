import { kadDHT } from '@libp2p/kad-dht'
import { boundAnswers } from './bounded-answers.ts'
import { dhtInit } from './dht-init.ts'
import { override } from './override.ts'
import type { NetworkPreset } from './presets.ts'
import type { KadDHT, KadDHTComponents } from '@libp2p/kad-dht'

/**
 * The libp2p service by which a peer asks the DHT of a network without serving it:
 * kad-dht, whose answers are bounded
 */
export function dhtClient (preset: NetworkPreset): (components: KadDHTComponents) => KadDHT {
  return components => kadDHT(dhtInit(preset, { clientMode: true }))(override(components, {
    connectionManager: boundAnswers(components.connectionManager)
  }))
}
