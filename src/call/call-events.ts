import type { CallDriver } from './call-driver.ts'
import type { EarlyOffer } from './early-offer.ts'
import type { GroupCall } from './group-call.ts'
import type { CallLimits } from './limits.ts'
import type { JoinProgress } from './progress.ts'
import type { CallContacts } from './protocol/identity-pinning.ts'
import type { Knock } from './protocol/knock-queue.ts'
import type { Participant } from './protocol/participants.ts'
import type { DenialReason } from './protocol/types.ts'
import type { UpdateGroup } from './roster-editor.ts'
import type { Identity, SessionCounter } from '../../keys/index.ts'
import type { Contact } from '../contacts/index.ts'
import type { NetworkClock } from '../discovery/network-clock.ts'
import type { Group, GroupKeys, Ticket } from '../group/index.ts'
import type { OpusOptions } from '../link/index.ts'
import type { Microphone } from '../media/index.ts'
import type { BandwidthEstimate, CallState, ConnectionFactory, LinkQuality, MicrophoneSource } from '../mesh/index.ts'
import type { DialPool } from '../network/dial-pool.ts'
import type { Reaction, SignalingServer } from '../signaling/index.ts'
import type { Timers } from '../timers.ts'
import type { AbortOptions } from '@libp2p/interface'

/** Finds the members of a group, and the way into their call */
export interface Joiner {
  /** Resolves when we are in the call */
  join(call: GroupCall, driver: CallDriver, options: AbortOptions): Promise<void>
}

export interface GroupCallInit {
  /** Hands over the signaling streams that others open to this node */
  server: SignalingServer
  joiner: Joiner
  identity: Identity
  /** Counts the sessions of the identity */
  sessions: SessionCounter
  group: Group
  keys: GroupKeys
  /** The local participant's name */
  name: string
  microphone: MicrophoneSource
  createConnection: ConnectionFactory
  /** What goes out with requests to be let in; none by default */
  earlyOffer?: Pick<EarlyOffer, 'parametersFor' | 'take'>
  /** Counts what others say of theirs */
  clock: Pick<NetworkClock, 'now' | 'addReport'>
  /** The node's dials, with a limit to what others can cause */
  dials: DialPool
  muted?: boolean
  opus?: OpusOptions
  /** From the invite: an owner lets us in with it, once */
  ticket?: Uint8Array
  /** When the invite expires, in ms since the Unix epoch */
  expires?: number
  /** Our unused tickets */
  tickets?(): readonly Ticket[]
  updateGroup?: UpdateGroup
  contacts?: CallContacts
  carry?: boolean
  carried?: boolean
  /** For tests */
  limits?: Partial<CallLimits>
  /**
   * For tests
   *
   * @default those of the system
   */
  timers?: Timers
}

export interface GroupCallEvents {
  state: CustomEvent<CallState>
  /** The join has reached its next step, or something is in its way */
  progress: CustomEvent<JoinProgress>
  'participant:join': CustomEvent<Participant>
  'participant:leave': CustomEvent<Participant>
  /** Muted, speaking, name, link state or the like has changed */
  'participant:update': CustomEvent<Participant>
  track: CustomEvent<{ participant: Participant, track: MediaStreamTrack }>
  quality: CustomEvent<{ participant: Participant, quality: LinkQuality }>
  /** The soft limit was crossed, upwards (`warning`) or downwards */
  limit: CustomEvent<BandwidthEstimate>
  /** A chat message */
  message: CustomEvent<{ participant: Participant, text: string }>
  /** A participant has raised its hand, or lowered it: `handRaised` */
  hand: CustomEvent<Participant>
  /** A participant shows a reaction, for a moment */
  reaction: CustomEvent<{ participant: Participant, reaction: Reaction }>
  /** A participant has the name of a contact but another key, and is on hold until `call.trust()` */
  'identity:changed': CustomEvent<{ participant: Participant, known: Contact }>
  /**
   * A peer that wanted to join was refused. If it has a `newer-version` of groupcall, you
   * have to update yours to talk to it; if it has an `older-version`, it has to update. Those
   * two are dispatched once for each person
   */
  denied: CustomEvent<Knock & { reason: DenialReason }>
  /** The roster or the secret has changed: store the group */
  group: CustomEvent<Group>
  /** For owners: a person who isn't on the roster wants to join, see `admit` and `deny` */
  knock: CustomEvent<Knock>
  /** A person who knocked was let in or denied, or has given up */
  'knock:end': CustomEvent<Knock>
  /** A person was let in with a ticket, which is spent: forget it */
  ticket: CustomEvent<Ticket>
  /**
   * The roster has forked at a version: owners changed it without knowing of each other's change,
   * or someone else has an owner's key. If `resolved`, all members go on with the same
   * branch. Otherwise others have a roster that ours can't be compared with, because we missed
   * too many changes or were deceived: forget the group, and join with a new invite.
   */
  alarm: CustomEvent<{ version: number, resolved: boolean }>
  /** There is another call of the group, of so many people: together with this one it would be too large, so both stay separate */
  apart: CustomEvent<{ participants: number }>
  /** The same identity was alone in the call somewhere else, and made way for this session */
  takeover: CustomEvent<undefined>
  /** We are not on the roster: so many owners in the call know that we wait */
  waiting: CustomEvent<{ owners: number }>
  /** Something went wrong; the call goes on unless the state says otherwise */
  problem: CustomEvent<{ participant?: Participant, error: Error }>
  /** Others agree that the local clock is ahead of them by so many ms, behind if negative; 0 when it is right again */
  clock: CustomEvent<{ difference: number }>
  /** The microphone is open, or it is known why there is none */
  microphone: CustomEvent<Microphone>
}

export interface LeaveOptions {
  /**
   * Skip everything that takes another turn of the event loop, because a page is being
   * closed. Participants without a link notice by themselves, within seconds
   *
   * @default false
   */
  immediately?: boolean
}

/** Dispatches an event of the call */
export type Emit = <Type extends keyof GroupCallEvents>(type: Type, detail: GroupCallEvents[Type]['detail']) => void
