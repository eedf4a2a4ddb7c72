import type { Reaction } from './reaction-kinds.ts'
import type { Roster, RosterLink } from '../group/index.ts'
import type { LinkState } from '../link/link-state.ts'
import type { SessionParameters } from '../link/session-parameters.ts'
import type { Quality } from '../link/statistics.ts'
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
  /** Hash of that roster, 32 bytes: after a fork, two rosters may have the same version */
  rosterHash?: Uint8Array
  /** It is linked with everybody in the call, and so never gives way to a newcomer */
  settled: boolean
}

/**
 * The roster, or links of its chain that don't fit the same message, the oldest first. It
 * brings members the secret of its epoch if they need it, 32 bytes.
 */
export interface RosterMessage {
  type: 'roster'
  /** Absent if more messages follow */
  roster?: Roster
  secret?: Uint8Array
  links?: RosterLink[]
  /** Version of the oldest link that the sender has */
  oldest?: number
}

/**
 * An end asks a member to carry its voice, the member offers that to the other end, and
 * tells both when it begins. Each of the three can decline or stop it.
 */
export type CarryStep = 'ask' | 'offer' | 'begin' | 'stop'

/** How a participant describes one of its links */
export interface LinkReport {
  participant: string
  state: LinkState
  quality?: Quality
}

export type RefuseReason = 'full' | 'not-a-member' | 'expired'

/** A message that may come from another call */
export interface NamesOthers {
  /** Public keys of the participants that the sender has met */
  others?: string[]
}

export type SignalMessage =
  /**
   * `ticket` is the proof of a ticket, 32 bytes; `expires` is that of the invite, in ms since
   * the Unix epoch; `offer` is the sender's first one, without candidates
   */
  | { type: 'join', state: ParticipantState, ticket?: Uint8Array, expires?: number, offer?: SessionParameters } & NamesOthers
  /** Introduces others in the call; `informed` are the public keys of the participants that get the same introduction */
  | { type: 'welcome', presences: SignedPresence[], informed: string[], state: ParticipantState } & NamesOthers
  /** Names others only if its sender holds its place, and hasn't met the recipient; so does `restart` */
  | { type: 'offer', parameters: SessionParameters } & NamesOthers
  | { type: 'answer', parameters: SessionParameters }
  | { type: 'candidates', usernameFragment: string, candidates: string[] }
  | { type: 'leave' }
  /** `full` comes with the participants that have a place, and the sender's own state */
  | { type: 'refuse', reason: RefuseReason, presences?: SignedPresence[], state?: ParticipantState }
  | { type: 'state', state: ParticipantState }
  /** Asks for an ICE restart or, if `fresh`, for another connection: the path of this one is gone */
  | { type: 'restart', fresh: boolean } & NamesOthers
  | { type: 'chat', text: string }
  /** The sender has raised its hand, or lowered it */
  | { type: 'hand', raised: boolean }
  /** Shown for a moment; absent in a message of a later version that has others */
  | { type: 'reaction', reaction?: Reaction }
  /** The state of the sender's links, the pairs that hear each other through the sender, and its clock, in ms since the Unix epoch */
  | { type: 'links', links: LinkReport[], carried?: Array<[string, string]>, time?: number }
  /** About carrying the voices of a pair; `participant` is the one that is neither sender nor recipient */
  | { type: 'carry', participant: string, step: CarryStep }
  /** To participants that hear the sender in a mix with others, and can't measure whether it speaks */
  | { type: 'speaking', speaking: boolean }
  /** Asks who is in the call, without joining it */
  | { type: 'look' }
  /** Answers `look`: the sender and these are in the call */
  | { type: 'present', presences: SignedPresence[] }
  | RosterMessage
  /** A member tells an owner that a person who isn't on the roster wants to be let in */
  | { type: 'knock', presence: SignedPresence, ticket?: Uint8Array }
  /** Answers the `join` of a person who isn't on the roster: so many owners have been told */
  | { type: 'wait', owners: number }
  /** The answer to a `join` of a session that the same identity has replaced: the newer one, signed by that identity */
  | { type: 'stale', presence: SignedPresence }
  /** There is another call of the group, which would be too large together with this one */
  | { type: 'apart', callId: string, participants: number }
  /** Says nothing that this version knows, except which version its sender speaks */
  | { type: 'extension' }

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
  /**
   * Of the protocol
   *
   * @default 1
   */
  version?: number
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
  | 'unknown-group'
  | 'unknown-sender'
  | 'wrong-session'
  | 'wrong-peer'
  | 'not-a-member'
  | 'rate'
  | 'too-many-sessions'
  | 'too-many-streams'
  | 'ignored'
  | 'timeout'
  | 'unexpected'
  | 'unroutable'
  | 'version'

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
