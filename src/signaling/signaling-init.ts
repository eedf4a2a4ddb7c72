import type { LocalSession } from './local-session.ts'
import type { SignalMessage, SignedPresence } from './messages.ts'
import type { ReceivedMessage } from './signaling-events.ts'
import type { SignalingServer } from './signaling-server.ts'
import type { Identity } from '../../keys/index.ts'
import type { GroupKeys } from '../group/index.ts'
import type { DialPool } from '../network/dial-pool.ts'
import type { Timers } from '../timers.ts'
import type { ComponentLogger, PeerId, PeerRouting, PeerStore, PrivateKey } from '@libp2p/interface'
import type { ConnectionManager, TransportManager } from '@libp2p/interface-internal'

export interface SignalingComponents {
  peerId: PeerId
  privateKey: PrivateKey
  connectionManager: ConnectionManager
  transportManager: Pick<TransportManager, 'dial' | 'dialTransportForMultiaddr'>
  /** Addresses of peers that announce none */
  peerStore: Pick<PeerStore, 'get'>
  /** The same, where the peer store has none */
  peerRouting: Pick<PeerRouting, 'findPeer'>
  logger: ComponentLogger
}

export interface SignalingInit {
  /** Hands over the streams that others open */
  server: SignalingServer
  identity: Identity
  keys: GroupKeys
  /** The node's dials, with a limit to what others can cause: one for the whole node */
  dials: DialPool
  /** The local session, shared by all epochs that it speaks in */
  session: LocalSession
  /** The person's name; may be empty */
  name: string
  /**
   * Handles a message. Which session of an identity counts, and which calls are
   * accepted, is decided here.
   *
   * @throws {BadMessageError} to have the message counted as dropped and, unless
   * `violation` is false, held against its sender
   */
  receive(message: ReceivedMessage): void
  /** Returns the call that the local session's messages belong to, 32 lower-case hex digits */
  callId(): string
  /** Returns the first message on a new stream to a participant */
  greeting(): SignalMessage & { type: 'welcome' }
  /** Returns the participants that can forward a message to a session, the likeliest first */
  introducers(to: SignedPresence): SignedPresence[]
  /** Returns whether an identity is in the call, so its session mustn't be forgotten */
  isParticipant(publicKey: string): boolean
  /** Returns whether an identity belongs to the group: nobody else is introduced, or introduces others */
  isMember(publicKey: string): boolean
  /**
   * Accept streams that others open
   *
   * @default true
   */
  listen?: boolean
  /** @default those of the system */
  timers?: Timers
}
