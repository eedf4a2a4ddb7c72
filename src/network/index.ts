/**
 * What every peer needs, whether it makes calls or serves the network: presets, the agent
 * name, peer records, addresses, and the DHT's client side with its messages, limits and
 * proofs. Knows neither calls nor servers.
 */
export { AGENT } from './agent.ts'
export { selectAddresses } from './addresses.ts'
export { dhtClient } from './dht-client.ts'
export { dhtInit } from './dht-init.ts'
export { UnknownNetworkError } from './errors.ts'
export { ip4Network, ip6Network } from './ip-network.ts'
export { forgetStrangers, PeerRecords } from './peer-records.ts'
export { getPreset, NETWORK_NAMES } from './presets.ts'
export type { DHTInitOptions } from './dht-init.ts'
export type { NetworkPreset } from './presets.ts'
