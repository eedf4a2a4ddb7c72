import type { BandwidthEstimate, ContactStanding, InviteErrorCode, JoinStep, LinkState, Quality } from '../../index.ts'

/** How a link is */
export type LinkStateName = LinkState

/**
 * What is on the screen, as plain data. The session makes a new one whenever
 * something has changed; views render it and know nothing else.
 */
export interface CallScreenState {
  phase: Phase
  /** What is asked, when `phase` is `passphrase` */
  passphrase?: PassphraseState
  group: GroupState
  self: SelfState
  /** What is known of people is in the browser, also when the page is closed now */
  kept: boolean
  /** In the lobby: who is in the call already */
  lobby: LobbyState
  /** While joining: the steps so far, the last one is under way */
  progress: ProgressState[]
  participants: ParticipantState[]
  /** Who belongs to the group; absent where everybody does who has an invite */
  members?: MembersState
  /** Those who wait for this end, an owner, to let them in; who came first is first */
  knocks: PersonState[]
  devices: DevicesState
  messages: ChatMessage[]
  /** Chat messages that came while the chat was closed */
  unread: number
  /** Who hears whom, from all that members tell; a row and a column for each, oneself first */
  matrix: MatrixState
  /** 8 groups of 5 digits; empty when alone */
  safetyCode: string
  /** True when the browser plays nothing before somebody has tapped */
  soundBlocked: boolean
  bandwidth: BandwidthEstimate
  /** ms by which the clock of this device is ahead of the others', behind if negative; 0 when it is right */
  clockDifference: number
  /** Something went wrong and the call goes on; the newest last, at most 3 */
  problems: Problem[]
  /** Why the call is over, when `phase` is `ended` */
  ending?: Ending
}

/** loading: libp2p is on its way. passphrase: the key is locked. lobby: before joining. ended: left, refused, replaced or failed */
export type Phase = 'loading' | 'passphrase' | 'lobby' | 'joining' | 'call' | 'ended'

export interface PassphraseState {
  /** The last one did not open the key */
  wrong: boolean
  /** One is being tried */
  working: boolean
}

export interface GroupState {
  name: string
  /** A link for others, everything secret in its fragment; empty until it is known */
  invite: string
  /** What that link is like */
  choice: InviteChoice
}

export interface InviteChoice {
  /** ms for which it can be used, from when it was chosen; for ever when absent */
  lifetime?: number
  /** Lets one person into a members-only group, who need not ask; for owners */
  once: boolean
}

export interface MembersState {
  /** Whether one is on the roster oneself */
  belongs: boolean
  /** Whether one may change it */
  owner: boolean
  /** Everybody on the roster: owners first, and those in the call before the others */
  people: MemberState[]
}

export interface MemberState extends PersonState {
  /** Empty where it is not in the call */
  name: string
  owner: boolean
  self: boolean
  /** In the call */
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
  /** Hears nobody, and is muted */
  deafened: boolean
  speaking: boolean
  /** 0 to 1 */
  level: number
  /** Why there is no microphone, if there is none */
  listenOnly?: MicrophoneProblem
}

/** denied: by the user. none: there is no device. busy: another program has it. unsupported: no secure page. chosen: on purpose */
export type MicrophoneProblem = 'denied' | 'none' | 'busy' | 'unsupported' | 'lost' | 'chosen' | 'failed'

export interface LobbyState {
  /** Nobody has answered yet and the search goes on */
  looking: boolean
  participants: PersonState[]
  full: boolean
  /** No peer could be reached: what exactly, in English */
  problem?: string
}

export interface PersonState {
  publicKey: string
  name: string
}

export interface ProgressState {
  step: JoinStep
  /** ms since the join began */
  at: number
  /** What exactly went wrong, in English */
  problem?: string
}

export interface ParticipantState extends PersonState {
  speaking: boolean
  muted: boolean
  /** Has no microphone */
  listenOnly: boolean
  /** 0 to 1 */
  level: number
  linkState: LinkState
  quality: Quality
  /** ms */
  roundTripTime?: number
  /** ms */
  jitter?: number
  lossPercent: number
  /** direct: peer to peer. relayed: through a TURN server. carried: by another member */
  route: 'direct' | 'relayed' | 'carried'
  /** 0 to 1 */
  volume: number
  /** How the key fits the contacts */
  standing: ContactStanding
  verified: boolean
  /** Under which name it is known, when it calls itself otherwise */
  knownAs?: string
  /** Whose name it has come under with another key: nothing is said to it or heard of it until that is decided */
  heldFor?: PersonState & { verified: boolean }
  /** 12 groups of 5 digits, to be compared */
  pairNumber: string
}

export interface DevicesState {
  microphones: DeviceState[]
  speakers: DeviceState[]
  /** Ids of what is in use; empty for the system's default */
  microphone: string
  speaker: string
  /** False where the browser has no way to choose (Firefox before 116, Safari) */
  canChooseSpeaker: boolean
  processing: ProcessingState
}

export interface DeviceState {
  id: string
  /** Empty until the browser may tell */
  label: string
}

export interface ProcessingState {
  echoCancellation: boolean
  noiseSuppression: boolean
  autoGainControl: boolean
}

export interface ChatMessage {
  id: number
  /** Public key of who wrote it */
  from: string
  name: string
  text: string
  /** ms since the Unix epoch */
  at: number
  own: boolean
}

export interface MatrixState {
  /** Every pair hears each other */
  complete: boolean
  /** It has been incomplete for so long that people are told */
  worrying: boolean
  people: PersonState[]
  /** cells[i][j]: how `people[i]` hears `people[j]`; undefined on the diagonal and when nobody has told */
  cells: Array<Array<LinkState | undefined>>
}

export interface Problem {
  id: number
  /** Whom it is about; empty when nobody in particular */
  name: string
  /** Name of the error, by which there are words for it */
  error: string
  /** What exactly went wrong, in English */
  message: string
}

export interface Ending {
  /** removed: taken off the roster. outside: not on it, and no owner has let one in. locked: the passphrase was not said. unloaded: libp2p did not come */
  reason: 'left' | 'full' | 'replaced' | 'refused' | 'removed' | 'outside' | 'invite' | 'locked' | 'unloaded' | 'failed'
  /** What is wrong with the invite, when that is the reason */
  invite?: InviteErrorCode
  /** What exactly happened, in English */
  message?: string
}

/** What a person can do on the screen */
export interface CallScreenActions {
  /** Try a passphrase */
  unlock(passphrase: string): void
  /** Rather not say the passphrase */
  cancelUnlock(): void
  /** A changed key was checked: talk with them. `forgetOthers`: the key before was lost */
  trust(publicKey: string, forgetOthers: boolean): void
  /** Both saw the same number, or that is not sure any more */
  setVerified(publicKey: string, verified: boolean): void
  join(): void
  leave(): void
  /** Back to the lobby, after the call has ended */
  again(): void
  toggleMute(): void
  /** Space is held (true) or let go: talks while it is held, also when muted */
  holdToTalk(held: boolean): void
  toggleDeafen(): void
  setVolume(publicKey: string, volume: number): void
  sendMessage(text: string): void
  /** The chat is open, so nothing in it is unread */
  readMessages(): void
  chooseMicrophone(id: string): void
  chooseSpeaker(id: string): void
  setProcessing(processing: Partial<ProcessingState>): void
  /** Asks for the microphone again, after it was denied, missing or lost */
  retryMicrophone(): void
  /** The tap that a browser wants before it plays sound */
  allowSound(): void
  dismissProblem(id: number): void
  /** As an owner: lets in somebody who knocks, or not */
  admit(publicKey: string): void
  deny(publicKey: string): void
  /** As an owner */
  changeMembers(change: MembersChange): void
  /** What the next invite is like */
  chooseInvite(choice: InviteChoice): void
}
