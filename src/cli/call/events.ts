import type { GroupEvent } from './group-events.ts'
import type { AudioDevice, CallState, ContactStanding, DeviceChangeReason, JoinStep, LinkState, Quality } from '../../index.ts'
import type { StopReason } from '../stopping.ts'

/** The status of another participant, for programs */
export interface ParticipantStatus {
  publicKey: string
  name: string
  linkState: LinkState
  /** Others hear this participant, but we don't have a direct connection yet; still trying */
  unlinked: boolean
  muted: boolean
  /** Has no microphone */
  listenOnly: boolean
  speaking: boolean
  handRaised: boolean
  quality?: Quality
  /** Linear, 0 to 1 */
  level: number
  /** Whether anything audible has been received */
  heard: boolean
  /** ms from the local join to the first sound */
  joinMs?: number
  /** Current payload rate, in kbit/s */
  kbpsIn: number
  kbpsOut: number
  /** Average payload rate while any was received, in kbit/s */
  meanKbpsIn: number
  lossPercent: number
  /** Average over the call */
  meanLossPercent: number
  rttMs?: number
  jitterMs?: number
  /** How the key and name compare with the contacts */
  contact: ContactStanding
  verified: boolean
  /** The contact's name, if the participant uses another */
  knownAs?: string
  /** Public key of the participant through which the two sides hear each other, because they can't connect */
  carrier?: string
  /** The pairs that hear each other through this participant: two public keys each */
  carries: ReadonlyArray<readonly [string, string]>
  /** Whether it has a contact's name but another key: neither side hears the other */
  onHold: boolean
}

/** The local participant's part of a status */
export interface OwnStatus {
  publicKey: string
  name: string
  muted: boolean
  listenOnly: boolean
  /** Whether the user speaks into a muted microphone */
  unheard: boolean
  handRaised: boolean
  level: number
}

/** The contact whose name a participant with another key has */
export interface KnownStatus {
  publicKey: string
  name: string
  verified: boolean
}

/**
 * What `groupcall call --json` prints, one object per line. `at` is ms since the start
 * of the command, and `sinceJoin` since the start of the join, when the peer was ready.
 * `difference` is how many ms the local clock is ahead of the others', 0 when it is
 * right again. A microphone that has `ended`, or failed for a `reason`, is silent, and the
 * others see it as muted. A `device` is in use because it was chosen, because the one before was
 * disconnected (`lost`), or because the chosen one is connected again. A recording is `continued` in another file when one is full.
 * A `verdict` is what was bad in the last two minutes: the user has `asked`, or the call ends and
 * some of it was bad; `saved` if a report follows.
 */
export type CallEvent =
  GroupEvent |
  { type: 'identity', publicKey: string, shortKey: string, file: string } |
  { type: 'invite', invite: string, page?: string, addresses: string[] } |
  { type: 'progress', step: 'starting' | JoinStep, at: number, sinceJoin?: number, problem?: string, count?: number } |
  { type: 'state', state: CallState } |
  { type: 'participant:join', participant: ParticipantStatus } |
  { type: 'participant:leave', participant: ParticipantStatus } |
  { type: 'participant:update', participant: ParticipantStatus } |
  { type: 'unlinked', publicKey: string, name: string } |
  { type: 'heard', publicKey: string, name: string, joinMs: number } |
  { type: 'status', at: number, state: CallState, safetyCode: string, self: OwnStatus, participants: ParticipantStatus[] } |
  { type: 'message', publicKey: string, name: string, text: string } |
  { type: 'hand', publicKey: string, name: string, raised: boolean } |
  { type: 'reaction', publicKey: string, name: string, reaction: string } |
  { type: 'problem', error: string, message: string, publicKey?: string, name?: string } |
  { type: 'microphone', kind: string, listenOnly: boolean, ended?: boolean, reason?: string } |
  { type: 'speakers', open: boolean, reason?: string } |
  { type: 'device', kind: AudioDevice['kind'], name: string, reason: DeviceChangeReason } |
  { type: 'filters', noiseSuppression?: boolean, activation?: number } |
  { type: 'recording', publicKey: string, name: string, path: string, continued: boolean } |
  { type: 'verdict', asked: boolean, saved: boolean, verdict: string[] } |
  { type: 'report', path: string } |
  { type: 'identity:changed', publicKey: string, name: string, known: KnownStatus, pairNumber: string } |
  { type: 'trusted', publicKey: string, name: string, known: KnownStatus } |
  { type: 'limit', participants: number, message: string } |
  { type: 'denied', publicKey: string, name: string, reason: string } |
  { type: 'clock', difference: number } |
  { type: 'apart', participants: number } |
  { type: 'takeover' } |
  { type: 'end', reason: StopReason | 'error', error?: string, seconds: number, participants: ParticipantStatus[] }

/** Shows events to a program or to a person */
export interface CallView {
  /** ms between two `status` events */
  readonly statusInterval: number
  show(event: CallEvent): void
  /** Restores the terminal. Idempotent */
  close(): void
}
