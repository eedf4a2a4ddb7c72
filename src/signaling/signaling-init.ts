import type { LocalSession } from './local-session.ts'
import type { SignalMessage } from './messages.ts'
import type { Identity } from '../../keys/index.ts'
import type { GroupKeys } from '../group/index.ts'
import type { ComponentLogger, PeerId } from '@libp2p/interface'
import type { ConnectionManager, Registrar } from '@libp2p/interface-internal'

export interface SignalingComponents {
  peerId: PeerId
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
  /** Returns the call that the local session's messages belong to, 32 lower-case hex digits */
  callId(): string
  /** Returns whether messages of this call are handled */
  acceptsCall(callId: string, sender: string): boolean
  /** Returns the first message on a new stream to a participant */
  greeting(): SignalMessage & { type: 'welcome' }
  /** Returns the public keys of those who can forward a message, the likeliest first */
  introducers(to: string): string[]
  /** Returns whether an identity is in the call, so its session mustn't be forgotten */
  isParticipant(publicKey: string): boolean
  /**
   * Accept streams that others open
   *
   * @default true
   */
  listen?: boolean
}
