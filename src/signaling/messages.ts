import type { Roster } from '../group/index.ts'
import type { LinkState } from '../link/link-state.ts'
import type { SessionParameters } from '../link/session-parameters.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * What a session says of itself, signed by its identity, so that a member can
 * hand it on without being believed
 */
export interface Presence {
  /** Identity, 64 lower-case hex digits */
  publicKey: string
  /** See `createSession` */
  session: string
  /** The key behind its libp2p PeerId, 32 bytes */
  sessionKey: Uint8Array
  /** Where it can be dialled, at most 8 */
  addresses: Multiaddr[]
  /** What the person is called; may be empty */
  name: string
}

/** A presence together with the bytes that were signed */
export interface SignedPresence extends Presence {
  signed: { presence: Uint8Array, signature: Uint8Array }
}

/** What changes while a participant is in the call */
export interface ParticipantState {
  muted: boolean
  /** It has no microphone: it only listens */
  listening: boolean
  name: string
  /** How many are in the call as it sees it, itself among them */
  participants: number
  /** Of the newest roster that it has seen an owner's signature of; 0 for none */
  rosterVersion: number
}

export type RefuseReason = 'full' | 'not-a-member' | 'ended' | 'expired'

export type SignalMessage =
  /** `ticket` is a proof of one, 32 bytes; `expires` is of the invite, in ms since the Unix epoch */
  | { type: 'join', state: ParticipantState, ticket?: Uint8Array, expires?: number }
  /** Tells of others in the call; `informed` are the public keys of those who are told the same */
  | { type: 'welcome', presences: SignedPresence[], informed: string[], state: ParticipantState }
  | { type: 'offer', parameters: SessionParameters }
  | { type: 'answer', parameters: SessionParameters }
  | { type: 'candidates', usernameFragment: string, candidates: string[] }
  | { type: 'leave' }
  | { type: 'refuse', reason: RefuseReason }
  | { type: 'state', state: ParticipantState }
  | { type: 'restart' }
  | { type: 'chat', text: string }
  /** How the sender's links are */
  | { type: 'links', links: Array<{ participant: string, state: LinkState }> }
  /** Who is in the call? Whoever asks does not join yet */
  | { type: 'look' }
  /** The answer: the sender, and these */
  | { type: 'present', presences: SignedPresence[] }
  /** Who belongs to the group, and the secret of its epoch for those who need it, 32 bytes */
  | { type: 'roster', roster: Roster, secret?: Uint8Array }
  /** Somebody who is not on the roster wants to be let in: a member tells an owner */
  | { type: 'knock', presence: SignedPresence, ticket?: Uint8Array }
  /** The answer to a `join` of somebody who is not on the roster: so many owners know of it */
  | { type: 'wait', owners: number }

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
  /** Absent while the recipient's presence has not been seen */
  recipient?: string
  recipientSession?: string
  /** Grows with each message of a session */
  sequence: bigint
  /** Of the sender, in messages that may come before anybody told of it */
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

/**
 * Something that arrived cannot be used. Nothing of its content is in the
 * message.
 */
export class BadMessageError extends Error {
  static name = 'BadMessageError'
  name = 'BadMessageError'
  readonly reason: DropReason

  constructor (reason: DropReason, options?: ErrorOptions) {
    super(`Dropped a signaling message: ${reason}`, options)
    this.reason = reason
  }
}
