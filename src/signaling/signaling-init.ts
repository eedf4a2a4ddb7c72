import type { SignalMessage } from './messages.ts'
import type { OwnSession } from './session.ts'
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
  /** Of this join */
  session: OwnSession
  /** What the person is called; may be empty */
  name: string
  /** The call that messages are of, 32 lower-case hex digits */
  callId(): string
  /** Whether a message of this call may be handled */
  acceptsCall(callId: string, sender: string): boolean
  /** What to say first to a member that one has not spoken with */
  greeting(): SignalMessage & { type: 'welcome' }
  /** Public keys of those who can hand a message on, the likeliest first */
  introducers(to: string): string[]
  /** Whether an identity is in the call: what is known of it must not be forgotten */
  isParticipant(publicKey: string): boolean
  /**
   * Take streams that others open
   *
   * @default true
   */
  listen?: boolean
}
