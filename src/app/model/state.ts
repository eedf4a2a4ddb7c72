import type { InviteReach } from './invite-base.ts'
import type { KeyBindings } from './key-bindings.ts'
import type { BandwidthEstimate, ContactStanding, InviteErrorCode, JoinStep, LinkState, MicrophoneProblem, Quality, QualityReport, Reaction } from '../../index.ts'

/** How one person hears another: carried means through a member, because they have no link */
export type MatrixCell = LinkState | 'carried'

/**
 * What is on the screen, as plain data. The session creates a new state whenever
 * something has changed; views render it and depend on nothing else.
 */
export interface CallScreenState {
  phase: Phase
  /** Set when `phase` is `passphrase` */
  passphrase?: PassphraseState
  group: GroupState
  self: SelfState
  /** Whether all contacts are stored, so that the page may be closed */
  kept: boolean
  /** In the lobby: the people in the call */
  lobby: LobbyState
  /** While joining: the steps so far; the last one is in progress */
  progress: ProgressState[]
  participants: ParticipantState[]
  /** The roster; absent for a group that anyone with an invite may join */
  members?: MembersState
  /** For owners: the people who are knocking, in order of arrival */
  knocks: PersonState[]
  devices: DevicesState
  preferences: PreferencesState
  notifications: NotificationsState
  /** The reactions that the user can choose from */
  reactions: readonly Reaction[]
  messages: ChatMessage[]
  /** Number of chat messages that arrived while the chat was closed */
  unread: number
  /** Who hears whom, from the reports of all participants; a row and a column for each, the user first */
  matrix: MatrixState
  /** 8 groups of 5 digits; empty when alone */
  safetyCode: string
  /** Whether the browser plays no sound until the user taps */
  soundBlocked: boolean
  bandwidth: BandwidthEstimate
  /** How many ms the clock of this device is ahead of the others'; negative if it is behind, 0 if it is right */
  clockDifference: number
  /** Problems that don't end the call, the newest last, at most 3 */
  problems: Problem[]
  /** Set when `phase` is `ended` */
  ending?: Ending
}

/** loading: libp2p is loading. passphrase: the key is locked. lobby: before joining. ended: left, refused, replaced or failed */
export type Phase = 'loading' | 'passphrase' | 'lobby' | 'joining' | 'call' | 'ended'

export interface PassphraseState {
  /** Whether the last passphrase was wrong */
  wrong: boolean
  /** Whether a passphrase is being tried */
  working: boolean
}

export interface GroupState {
  name: string
  /** A link for others, with everything secret in its fragment; empty until the group is known */
  invite: string
  /** Which people can open that link */
  reach: InviteReach
  /** The options of that link */
  choice: InviteChoice
}

export interface InviteChoice {
  /** ms until it expires, from when this was chosen; never by default */
  lifetime?: number
  /** Whether it admits one person to a members-only group without asking; for owners */
  once: boolean
}

export interface MembersState {
  /** Whether the user is on the roster */
  belongs: boolean
  /** Whether the user may change the roster */
  owner: boolean
  /** Everybody on the roster: owners first, and people in the call before the others */
  people: MemberState[]
}

export interface MemberState extends PersonState {
  /** Empty if the person isn't in the call */
  name: string
  owner: boolean
  self: boolean
  /** Whether the person is in the call */
  present: boolean
}

/** Public keys */
export interface MembersChange {
  add?: string[]
  remove?: string[]
  addOwners?: string[]
}

export interface SelfState {
  name: string
  /** 64 lower-case hex digits; empty until it is known */
  publicKey: string
  muted: boolean
  /** Whether a held key mutes or unmutes the user until it is released */
  held: boolean
  /** Whether the user is muted and hears nobody */
  deafened: boolean
  speaking: boolean
  /** Whether to tell the user, who speaks while muted, that nobody hears it */
  unheard: boolean
  handRaised: boolean
  /** What the user shows at the moment, if anything */
  reaction?: string
  /** 0 to 1 */
  level: number
  /** The reason for listening only */
  listenOnly?: MicrophoneProblem
}

export interface LobbyState {
  /** Whether the search goes on, because nobody has answered yet */
  looking: boolean
  participants: PersonState[]
  full: boolean
  /** Why no peer could be reached, in English */
  problem?: string
}

export interface PersonState {
  publicKey: string
  name: string
}

export interface ProgressState {
  step: JoinStep
  /** ms since the start of the join */
  at: number
  /** What went wrong, in English */
  problem?: string
}

export interface ParticipantState extends PersonState {
  speaking: boolean
  handRaised: boolean
  /** What it shows at the moment, if anything */
  reaction?: string
  muted: boolean
  /** Has no microphone */
  listenOnly: boolean
  /** 0 to 1 */
  level: number
  linkState: LinkState
  /** Whether only others hear it: we have no direct connection */
  unlinked: boolean
  /** Absent until it is measured */
  quality?: Quality
  /** ms */
  roundTripTime?: number
  /** ms */
  jitter?: number
  lossPercent: number
  /** Public key of the participant that carries its voice to us, if we have no link */
  carrier?: string
  /** direct: peer to peer. relayed: through a TURN server. carried: by another member */
  route: 'direct' | 'relayed' | 'carried'
  /** 0 to 1 */
  volume: number
  /** Whether the user doesn't want to hear the person */
  silenced: boolean
  /** How the key and name compare with the contacts */
  standing: ContactStanding
  verified: boolean
  /** The contact's name, if the participant uses another */
  knownAs?: string
  /** The contact whose name it has with another key: neither side hears the other until the user decides */
  heldFor?: PersonState & { verified: boolean }
  /** 12 groups of 5 digits, to compare */
  pairNumber: string
}

export interface DevicesState {
  microphones: DeviceState[]
  speakers: DeviceState[]
  /** Ids of the devices in use; empty for the system's default */
  microphone: string
  speaker: string
  /** Whether the browser lets users choose (not Firefox before 116, nor Safari) */
  canChooseSpeaker: boolean
  processing: ProcessingState
  filters: FiltersState
}

export interface DeviceState {
  id: string
  /** Empty until the user has allowed a microphone */
  label: string
}

/** What groupcall itself does with the microphone's sound */
export interface FiltersState {
  noiseSuppression: boolean
  /** Level above which the voice is sent, in dBFS; `null` sends it always */
  activation: number | null
}

export interface ProcessingState {
  echoCancellation: boolean
  noiseSuppression: boolean
  autoGainControl: boolean
}

/** blocked: by the browser, in which the user can change that. unsupported: the browser has none */
export type NotificationsState = 'on' | 'off' | 'blocked' | 'unsupported'

/** What the user prefers in all calls */
export interface PreferencesState {
  /** Whether something that happens in a call makes a sound */
  sounds: boolean
  /** Whether the system notifies the user while another page is open, if the browser allows it */
  notifications: boolean
  keys: KeyBindings
}

export interface ChatMessage {
  id: number
  /** Public key of the author */
  from: string
  name: string
  text: string
  /** ms since the Unix epoch */
  at: number
  own: boolean
}

export interface MatrixState {
  /** Whether everybody hears everybody */
  complete: boolean
  /** Whether it has been incomplete for so long that the user is told */
  worrying: boolean
  people: PersonState[]
  /** cells[i][j]: how `people[i]` hears `people[j]`; undefined on the diagonal and if nobody has reported it */
  cells: Array<Array<MatrixCell | undefined>>
}

export interface Problem {
  id: number
  /** Name of the person that it is about, if any */
  name: string
  /** Name of the error, which selects the text */
  error: string
  /** What exactly went wrong, in English */
  message: string
}

export interface Ending {
  /** removed: from the roster. outside: not on the roster, and no owner let the user in. outdated, ahead: the others have a newer or an older version. locked: the user didn't enter the passphrase. unloaded: libp2p couldn't be loaded. insecure: browsers require https */
  reason: 'left' | 'full' | 'replaced' | 'refused' | 'removed' | 'outside' | 'outdated' | 'ahead' | 'invite' | 'locked' | 'unloaded' | 'insecure' | 'failed'
  /** What is wrong with the invite, if that is the reason */
  invite?: InviteErrorCode
  /** What happened, in English */
  message?: string
}

/** What the user can do on the screen */
export interface CallScreenActions {
  /** Tries a passphrase */
  unlock(passphrase: string): void
  /** Gives up entering the passphrase */
  cancelUnlock(): void
  /** Accepts a changed key after a check. `forgetOthers` removes the old key, because it was lost */
  trust(publicKey: string, forgetOthers: boolean): void
  /** Marks a person as verified, or as no longer verified */
  setVerified(publicKey: string, verified: boolean): void
  join(): void
  leave(): void
  /** Returns to the lobby after the end of the call */
  again(): void
  toggleMute(): void
  /** Push-to-talk: its key is held (true) or released; talks while it is held, even when muted */
  holdToTalk(held: boolean): void
  /** Push-to-mute: its key is held (true) or released; mutes a user who isn't muted while it is held */
  holdToMute(held: boolean): void
  toggleDeafen(): void
  setVolume(publicKey: string, volume: number): void
  /** Mutes a person for the user alone, or no longer */
  setSilenced(publicKey: string, silenced: boolean): void
  /** Returns a report on the last two minutes of each link, or `undefined` outside a call */
  report(): QualityReport | undefined
  sendMessage(text: string): void
  setHand(raised: boolean): void
  react(reaction: Reaction): void
  /** Marks all chat messages as read */
  readMessages(): void
  chooseMicrophone(id: string): void
  chooseSpeaker(id: string): void
  setProcessing(processing: Partial<ProcessingState>): void
  setFilters(filters: Partial<FiltersState>): void
  setPreferences(preferences: Partial<PreferencesState>): void
  /** Switches notifications on, which the browser may ask the user about, or off */
  setNotifications(on: boolean): void
  /** Requests the microphone again after it was denied, missing or lost */
  retryMicrophone(): void
  /** Plays the sound, after the tap that browsers demand */
  allowSound(): void
  dismissProblem(id: number): void
  /** Admits a person who is knocking, or denies it; for owners */
  admit(publicKey: string): void
  deny(publicKey: string): void
  /** Changes the roster; for owners */
  changeMembers(change: MembersChange): void
  /** Sets the options of the next invite */
  chooseInvite(choice: InviteChoice): void
}
