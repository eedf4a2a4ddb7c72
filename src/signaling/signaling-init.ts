import type { LocalSession } from './local-session.ts'
import type { SignalMessage, SignedPresence } from './messages.ts'
import type { ReceivedMessage } from './signaling-events.ts'
import type { Identity } from '../../keys/index.ts'
import type { GroupKeys } from '../group/index.ts'
import type { ComponentLogger, PeerId, PrivateKey } from '@libp2p/interface'
import type { ConnectionManager, Registrar } from '@libp2p/interface-internal'

export interface SignalingComponents {
  peerId: PeerId
  privateKey: PrivateKey
  registrar: Registrar
  connectionManager: ConnectionManager
  logger: ComponentLogger
}

export interface SignalingInit {
  identity: Identity
  keys: GroupKeys
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
  /** Returns those who can forward a message to a session, the likeliest first */
  introducers(to: SignedPresence): SignedPresence[]
  /** Returns whether an identity is in the call, so its session mustn't be forgotten */
  isParticipant(publicKey: string): boolean
  /**
   * Accept streams that others open
   *
   * @default true
   */
  listen?: boolean
}
