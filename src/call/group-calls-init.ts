import type { CallLimits } from './limits.ts'
import type { Identity, SessionCounter } from '../../keys/index.ts'
import type { DiscoveryComponents } from '../discovery/index.ts'
import type { DialPoolComponents } from '../network/dial-pool.ts'
import type { SignalingComponents } from '../signaling/index.ts'
import type { Timers } from '../timers.ts'
import type { Connection, Metrics, PeerStore } from '@libp2p/interface'
import type { TransportManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

export type GroupCallsComponents = DiscoveryComponents & SignalingComponents & DialPoolComponents & { transportManager: TransportManager, peerStore: PeerStore, metrics?: Metrics }

export interface GroupCallsInit {
  identity: Identity

  /**
   * Counts the sessions of the identity, so that others can tell a newer one from an
   * older one: `openSessionCounter()` for an identity that is stored
   *
   * @default a counter in memory
   */
  sessions?: SessionCounter

  /**
   * Protocol id of the DHT that members meet in
   *
   * @default {@link DHT_PROTOCOL}
   */
  dhtProtocol?: string

  /**
   * Ask only providers that prove that they hold the group's secret. The DHT must
   * keep these proofs: in a network of other servers, every provider is asked.
   *
   * @default true
   */
  proofs?: boolean

  /**
   * Publish and accept private addresses: switch this off on the internet
   *
   * @default true
   */
  privateAddresses?: boolean

  /** Bootstrap peers: dialled when the node starts, and again when their connection is lost */
  entries?: Multiaddr[]

  /**
   * Make a relay reservation with each bootstrap peer, or with those for which a function
   * returns true, and another one after each reconnect, which libp2p does not do
   *
   * @default false
   */
  relay?: boolean | ((entry: Connection) => Promise<boolean>)

  /**
   * Hide the addresses of this machine in calls as well, see `CallPeerInit`. The libp2p
   * node must do its part.
   *
   * @default false
   */
  relayOnly?: boolean

  /**
   * The clock that chooses the DHT key of the hour, in ms since the Unix epoch.
   * Members also search the hour that bootstrap peers report, so clocks that are up to
   * 26 hours off still meet.
   *
   * @default Date.now
   */
  now?(): number

  /**
   * Other limits, for tests: peers with different ones disagree about
   * who is gone
   *
   * @internal
   */
  limits?: Partial<CallLimits>

  /**
   * Timers of searches, and of calls and their streams except for links, for tests
   *
   * @internal
   */
  timers?: Timers
}
