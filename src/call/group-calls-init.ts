import type { Identity, SessionCounter } from '../../keys/index.ts'
import type { DiscoveryComponents } from '../discovery/index.ts'
import type { MeshLimits } from '../mesh/index.ts'
import type { SignalingComponents } from '../signaling/index.ts'
import type { Timers } from '../timers.ts'
import type { TransportManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

export type GroupCallsComponents = DiscoveryComponents & SignalingComponents & { transportManager: TransportManager }

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
   * @default '/groupcall/kad/1.0.0'
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
   * Make a relay reservation with each bootstrap peer, and another one after each
   * reconnect, which libp2p does not do
   *
   * @default false
   */
  relay?: boolean

  /**
   * The clock that chooses the DHT key of the hour, in ms since the Unix epoch.
   * Members also search the hour that bootstrap peers report, so clocks that are up to
   * 26 hours off still meet.
   *
   * @default Date.now
   */
  now?(): number

  /**
   * Shorter limits of links, for tests: peers with different ones disagree about
   * who is gone
   *
   * @internal
   */
  limits?: Partial<MeshLimits>

  /**
   * Timers of searches, for tests
   *
   * @internal
   */
  timers?: Timers
}
