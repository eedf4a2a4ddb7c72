import { passthroughMapper, removePrivateAddressesMapper } from '@libp2p/kad-dht'
import type { NetworkPreset } from './presets.ts'
import type { KadDHTInit } from '@libp2p/kad-dht'

/**
 * The first look for the own neighbours, in ms after the start. Every query waits
 * for its end, so it must not begin before a bootstrap peer is connected, since
 * it would find none and be due again only after minutes.
 */
const INITIAL_QUERY_SELF_INTERVAL = 1_500

/** Requests at once in a query */
const ALPHA = 4

/**
 * Paths of a query that share no peer, so that a peer which answers with nonsense
 * spoils one of them. Each costs connections: a handshake takes milliseconds of
 * processor time on both sides.
 */
const DISJOINT_PATHS = 2

export interface DHTInitOptions {
  /**
   * True: ask, but do not serve. False: serve from the start on. Absent: ask, and
   * serve from when a public address is known to be reachable.
   */
  clientMode?: boolean
}

/**
 * Settings of the DHT that bootstrap peers and call peers share. In networks of
 * up to 120 peers they find a first provider within 0.25 s of a cold start, where
 * the defaults take 2 s, or 12 s if some peers are silent.
 *
 * Queries are not held back until there is a peer to ask: wait for
 * `routingTable.size > 0` before `provide()`, or it stores nothing, and pass each
 * query a signal, or it may last for 180 s.
 */
export function dhtInit (preset: NetworkPreset, options: DHTInitOptions = {}): KadDHTInit & { protocol: string } {
  // an adaptive timeout's floor is 5 s, which each silent peer adds to a query
  const timeout = { minTimeout: preset.minTimeout }

  return {
    protocol: preset.dhtProtocol,
    clientMode: options.clientMode,
    peerInfoMapper: preset.private ? passthroughMapper : removePrivateAddressesMapper,

    // otherwise the first query waits for the first self-query
    allowQueryWithZeroPeers: true,
    initialQuerySelfInterval: INITIAL_QUERY_SELF_INTERVAL,

    // a walk ends when this many peers have answered, the slowest included
    kBucketSize: preset.bucketSize,
    alpha: ALPHA,
    disjointPaths: DISJOINT_PATHS,

    networkDialTimeout: timeout,
    pingNewContactTimeout: timeout,
    pingOldContactTimeout: timeout
  }
}
