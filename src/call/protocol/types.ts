import type { Group } from '../../group/index.ts'
import type { LinkState, SessionParameters } from '../../link/index.ts'
import type { DropReason, OtherVersion, Reaction, RefuseReason, RosterMessage, SignalMessage, SignedPresence } from '../../signaling/index.ts'
import type { GroupCallEvents } from '../call-events.ts'
import type { TrustOptions } from './identity-pinning.ts'
import type { ParticipantRecord } from './participants.ts'

/** Messages about the link between two participants */
export type LinkMessage = SignalMessage & { type: 'offer' | 'answer' | 'candidates' | 'restart' }
  /** That of a request to be let in */
  | { type: 'early-offer', parameters: SessionParameters }

/** A message whose seal and signatures have been checked, those of all presences in it included */
export interface MessageInput {
  type: 'message'
  /** Of the sender */
  presence: SignedPresence
  callId: string
  message: SignalMessage
  /** As it came, to be passed on */
  frame: Uint8Array
  /** It was sealed for the current epoch, so its presences can be passed on */
  current: boolean
}

/** Everything that can happen to a call. Participants are named by their public keys */
export type ProtocolInput =
  | MessageInput
  /** A link changed its state */
  | { type: 'link', publicKey: string, state: LinkState }
  /** A link has become better or worse */
  | { type: 'quality', publicKey: string }
  /** The data channel of a link carries signaling from now on */
  | { type: 'channel', publicKey: string }
  /** A participant said goodbye over its data channel */
  | { type: 'goodbye', publicKey: string }
  /** The mesh could not keep or make the link to a participant */
  | { type: 'silence', publicKey: string }
  /** The process of a session no longer serves the group */
  | { type: 'gone', publicKey: string, session: string }
  /** The process of a session has died, as far as the network can prove that */
  | { type: 'dead', publicKey: string, session: string }
  /** Everyone who could be found has been asked, and has answered or failed to */
  | { type: 'exhausted' }
  /** A roster from a peer outside the call, whose signatures have been checked */
  | { type: 'roster', presence: SignedPresence, message: RosterMessage }
  /** The group has changed: an owner's own change, or a newer state from elsewhere */
  | { type: 'group', group: Group }
  /** The change of the group has been carried out; `bearer` is the member that brought it, if any */
  | { type: 'adopted', bearer?: SignedPresence }
  /** A session speaks another version of the protocol */
  | { type: 'version' } & OtherVersion
  | { type: 'admit', publicKey: string }
  | { type: 'deny', publicKey: string }
  /** The user has checked a key that differs from the one known under the name */
  | { type: 'trust', publicKey: string, options?: TrustOptions }
  /** The contacts have changed */
  | { type: 'contacts' }
  | { type: 'mute', muted: boolean }
  /** The user goes by another name from now on */
  | { type: 'rename', name: string }
  /** The microphone is open, or there is none (`listenOnly`), or it has `ended` and is silent */
  | { type: 'microphone', listenOnly: boolean, ended?: boolean }
  /** The local participant has begun to speak, or has stopped */
  | { type: 'speaking', speaking: boolean }
  | { type: 'chat', text: string }
  /** The user has raised their hand, or lowered it */
  | { type: 'hand', raised: boolean }
  | { type: 'reaction', reaction: Reaction }
  | { type: 'leave' }
  /** The time of {@link CallProtocol.nextWake} has come */
  | { type: 'time' }

/** Why a session isn't let in: by the rules of the call, or because its version of the protocol is newer or older than ours */
export type DenialReason = RefuseReason | 'newer-version' | 'older-version'

/** What has become of a request to be let in */
export type Answer = 'welcome' | 'waiting' | 'refused'

/** What the protocol wants done, in this order */
export type Effect =
  /** `direct`: over a path of which the recipient is the other end, dialled if need be */
  | { type: 'send', to: SignedPresence, message: SignalMessage, direct?: boolean }
  /** Pass a participant's signed goodbye to a peer that knows the participant through us */
  | { type: 'hand-on', to: SignedPresence, frame: Uint8Array }
  /** Open the microphone and start the mesh with these participants */
  | { type: 'enter', participants: string[] }
  | { type: 'connect', publicKey: string }
  /** `left`: the session never comes back */
  | { type: 'disconnect', record: ParticipantRecord, left: boolean }
  | { type: 'link-message', publicKey: string, message: LinkMessage }
  | { type: 'open-channel', presence: SignedPresence }
  | { type: 'close-channel', presence: SignedPresence }
  | { type: 'mute', muted: boolean }
  /** Send a participant no audio, and let nothing of it be heard */
  | { type: 'hold', publicKey: string }
  | { type: 'release', publicKey: string }
  /** Mix these participants' voices into what another one is sent; if the list is empty, send only the microphone */
  | { type: 'carry', to: string, voices: string[] }
  /** Tell the contacts that a key was met under a name */
  | { type: 'meet', publicKey: string, name: string }
  /** Tell the contacts that the user trusts a key under a name */
  | { type: 'trust', publicKey: string, name: string, options?: TrustOptions }
  /** Derive keys from the group's new secret, and seal for the new epoch from now on */
  | { type: 'change-keys', group: Group, staying: SignedPresence[] }
  /** The group has changed: search for it, and ask the members again that could not let us in before */
  | { type: 'adopted', group: Group, renewed: boolean, bearer?: SignedPresence }
  /** Change the roster as an owner so that these are on it */
  | { type: 'add-members', publicKeys: string[] }
  /** Ask a member to let us in */
  | { type: 'ask', member: SignedPresence }
  /** A member that was asked to let us in has answered */
  | { type: 'answered', presence: SignedPresence, answer: Answer }
  /** A session that we haven't let in needn't be asked to let us in */
  | { type: 'turned-away', presence: SignedPresence }
  /** A participant that we are linked with says what its clock shows, in ms since the Unix epoch */
  | { type: 'clock', publicKey: string, time: number }
  /** Start a session newer than `above`, which is our own, too, and ask the member again that told us about it */
  | { type: 'renew-session', above: SignedPresence, member: SignedPresence }
  | Emitted
  /** The message that was just handled was not used; the path it came over is to blame if `violation` */
  | { type: 'drop', reason: DropReason, violation: boolean }
  /**
   * Say that we leave: over the links of `participants`, and by a message to everyone that this
   * doesn't reach. `carriers` get a message, too: it takes the same path as those that they pass
   * on, and so can't overtake them
   */
  | { type: 'goodbye', participants: SignedPresence[], carriers: string[], others: SignedPresence[] }
  /** The call is over for us: say goodbye to everybody and close everything */
  | { type: 'end', error: Error }

/** An event of the call */
export type Emitted = { [Name in keyof GroupCallEvents]: { type: 'emit', event: Name, detail: GroupCallEvents[Name]['detail'] } }[keyof GroupCallEvents]
