import type { CallContacts } from './held.ts'
import type { JoinProgress } from './progress.ts'
import type { Identity } from '../../keys/index.ts'
import type { DiscoveryComponents, LastKnownMembers } from '../discovery/index.ts'
import type { Ticket } from '../group/index.ts'
import type { OpusOptions } from '../link/index.ts'
import type { MicrophoneSource } from '../mesh/index.ts'
import type { SignalingComponents } from '../signaling/index.ts'
import type { AbortOptions } from '@libp2p/interface'
import type { TransportManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

export type GroupCallsComponents = DiscoveryComponents & SignalingComponents & { transportManager: TransportManager }

export interface GroupCallsInit {
  identity: Identity

  /**
   * Protocol id of the DHT that members meet in
   *
   * @default '/groupcall/kad/1.0.0'
   */
  dhtProtocol?: string

  /**
   * DHT servers keep what members prove, so that who has no proof is no member. Not
   * so in a DHT of others' servers: everybody whom they name is tried there.
   *
   * @default true
   */
  proofs?: boolean

  /**
   * Members may be at private addresses: not so on the internet
   *
   * @default true
   */
  privateAddresses?: boolean

  /** Peers to enter the network by: they are dialled when the node starts, and again when they are lost */
  entries?: Multiaddr[]

  /**
   * Be reachable through the entries: a reservation is made with each, and made
   * again whenever it is connected anew, which libp2p does not do
   *
   * @default false
   */
  relay?: boolean

  /**
   * Remembers where members were
   *
   * @default for as long as the process lives
   */
  lastKnown?: LastKnownMembers

  /**
   * The clock by which the DHT key of the hour is chosen, in ms since the Unix
   * epoch. Members whose clocks differ by more than five minutes may not find each
   * other near the turn of an hour, and those with hours between them never.
   *
   * @default Date.now
   */
  now?(): number
}

export interface JoinInit extends AbortOptions {
  /**
   * A microphone, or what opens one when it is known that the call has room
   *
   * @default none: listen only
   */
  microphone?: MicrophoneSource

  /** What the person is called: at most 64 bytes of UTF-8 */
  name?: string

  /**
   * Join muted
   *
   * @default false
   */
  muted?: boolean

  /** Where members may be, for example out of an invite */
  addresses?: Multiaddr[]

  /** STUN and TURN servers; on one network none is needed */
  iceServers?: RTCIceServer[]

  /**
   * 'relay' hides one's IP addresses from the other members, where there is a
   * TURN server
   *
   * @default 'all'
   */
  iceTransportPolicy?: RTCIceTransportPolicy

  opus?: OpusOptions

  /** Of an invite to a members-only group: its owner lets one in by it, once */
  ticket?: Uint8Array

  /** When the invite ends, in ms since the Unix epoch */
  expires?: number

  /** As an owner: one's own tickets that nobody has used; see the event `ticket` */
  tickets?(): readonly Ticket[]

  /**
   * Who is known by which key: whoever comes under a known name with another key is
   * held, and the call says so by `identity:changed`
   *
   * @default everybody is new
   */
  contacts?: CallContacts

  /** Told of each step of the join, with its time */
  onProgress?(progress: JoinProgress): void
}
