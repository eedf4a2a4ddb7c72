import type { Roster } from '../group/index.ts'
import type { LinkState } from '../link/link-state.ts'
import type { SessionParameters } from '../link/session-parameters.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * A session's description of itself, signed by its identity and by its process, so that
 * members can pass it on and needn't be trusted
 */
export interface Presence {
  /** Identity, 64 lower-case hex digits */
  publicKey: string
  /** See `createSession` */
  session: string
  /** The key behind its libp2p PeerId, 32 bytes */
  sessionKey: Uint8Array
  /** Where the session can be dialled, at most 8 */
  addresses: Multiaddr[]
  /** What the person is called; may be empty */
  name: string
}

/** A presence with its signatures */
export interface SignedPresence extends Presence {
  signed: {
    presence: Uint8Array
    /** Of the identity, over the presence */
    signature: Uint8Array
    /** Of the session key, over public key and session */
    sessionSignature: Uint8Array
  }
}

/** What changes while a participant is in the call */
export interface ParticipantState {
  muted: boolean
  /** Has no microphone, and only listens */
  listenOnly: boolean
  name: string
  /** How many participants it sees in the call, itself included */
  participants: number
  /** Version of the newest roster that it has seen an owner's signature of; 0 for none */
  rosterVersion: number
  /** It is linked with everybody in the call, and so never gives way to a newcomer */
  settled: boolean
}

export type RefuseReason = 'full' | 'not-a-member' | 'expired'

export type SignalMessage =
  /** `ticket` is the proof of a ticket, 32 bytes; `expires` is that of the invite, in ms since the Unix epoch */
  | { type: 'join', state: ParticipantState, ticket?: Uint8Array, expires?: number }
  /** Introduces others in the call; `informed` are the public keys of those who get the same introduction */
  | { type: 'welcome', presences: SignedPresence[], informed: string[], state: ParticipantState }
  | { type: 'offer', parameters: SessionParameters }
  | { type: 'answer', parameters: SessionParameters }
  | { type: 'candidates', usernameFragment: string, candidates: string[] }
  | { type: 'leave' }
  /** `full` comes with those who have a place, and with what the sender says of itself */
  | { type: 'refuse', reason: RefuseReason, presences?: SignedPresence[], state?: ParticipantState }
  | { type: 'state', state: ParticipantState }
  | { type: 'restart' }
  | { type: 'chat', text: string }
  /** The state of the sender's links */
  | { type: 'links', links: Array<{ participant: string, state: LinkState }> }
  /** Asks who is in the call, without joining it */
  | { type: 'look' }
  /** Answers `look`: the sender and these are in the call */
  | { type: 'present', presences: SignedPresence[] }
  /** The roster, and the secret of its epoch for members who need it, 32 bytes */
  | { type: 'roster', roster: Roster, secret?: Uint8Array }
  /** A member tells an owner that a person who isn't on the roster wants to be let in */
  | { type: 'knock', presence: SignedPresence, ticket?: Uint8Array }
  /** Answers the `join` of a person who isn't on the roster: so many owners have been told */
  | { type: 'wait', owners: number }
  /** The answer to a `join` of a session that the same identity has replaced: the newer one, signed by that identity */
  | { type: 'stale', presence: SignedPresence }
  /** There is another call of the group, which would be too large together with this one */
  | { type: 'apart', callId: string, participants: number }

export type SignalMessageType = SignalMessage['type']

/**
 * A message and what its signature binds it to
 */
export interface Envelope {
  /** 32 lower-case hex digits */
  callId: string
  sender: string
  senderSession: string
  senderSessionKey: Uint8Array
  recipientSessionKey: Uint8Array
  /** Absent while the recipient's presence isn't known */
  recipient?: string
  recipientSession?: string
  /** Grows with each message of a session */
  sequence: bigint
  /** The sender's presence, in messages that may arrive before the sender was introduced */
  introduction?: SignedPresence
  message: SignalMessage
}

/** Why something that arrived was dropped */
export type DropReason =
  | 'malformed'
  | 'seal'
  | 'signature'
  | 'own-key'
  | 'replay'
  | 'unknown-call'
  | 'unknown-sender'
  | 'wrong-session'
  | 'wrong-peer'
  | 'not-a-member'
  | 'rate'
  | 'too-many-streams'
  | 'ignored'
  | 'timeout'
  | 'unexpected'
  | 'unroutable'

export interface BadMessageOptions extends ErrorOptions {
  /**
   * Hold the message against its sender: three in a minute close the paths to it. Not
   * for what an honest sender may send without knowing better
   *
   * @default true
   */
  violation?: boolean
}

/**
 * A message that arrived can't be used. The error's own message contains nothing of it.
 */
export class BadMessageError extends Error {
  static name = 'BadMessageError'
  name = 'BadMessageError'
  readonly reason: DropReason
  readonly violation: boolean

  constructor (reason: DropReason, { violation = true, ...options }: BadMessageOptions = {}) {
    super(`Dropped a signaling message: ${reason}`, options)
    this.reason = reason
    this.violation = violation
  }
}
