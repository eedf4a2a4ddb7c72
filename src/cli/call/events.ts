import type { GroupEvent } from './group-events.ts'
import type { CallState, ContactStanding, JoinStep, LinkState, Quality } from '../../index.ts'
import type { StopReason } from '../stopping.ts'

/** How one other participant is, as a program reads it */
export interface ParticipantStatus {
  publicKey: string
  name: string
  linkState: LinkState
  muted: boolean
  /** Has no microphone */
  listenOnly: boolean
  speaking: boolean
  quality?: Quality
  /** Linear, 0 to 1 */
  level: number
  /** Whether something audible has come from them */
  heard: boolean
  /** ms from one's own join until they were heard first */
  joinMs?: number
  /** Payload now, in kbit/s */
  kbpsIn: number
  kbpsOut: number
  /** Payload received while it flowed, in kbit/s on average */
  meanKbpsIn: number
  lossPercent: number
  /** On average */
  meanLossPercent: number
  rttMs?: number
  jitterMs?: number
  /** How its key fits the contacts */
  contact: ContactStanding
  verified: boolean
  /** Under which name it is known, when it calls itself otherwise */
  knownAs?: string
  /** Its key is another one than is known under its name: nothing is said to it or heard of it */
  held: boolean
}

/** One's own part of a status */
export interface OwnStatus {
  publicKey: string
  name: string
  muted: boolean
  listenOnly: boolean
  level: number
}

/** Whose name somebody has come under with another key */
export interface KnownStatus {
  publicKey: string
  name: string
  verified: boolean
}

/**
 * What `groupcall call --json` prints, an object a line. `at` is ms since the command
 * began, `sinceJoin` since the peer was there and the join began, `difference` by how
 * many ms the local clock is ahead of the others', 0 when it is right again.
 */
export type CallEvent =
  GroupEvent |
  { type: 'identity', publicKey: string, shortKey: string, file: string } |
  { type: 'invite', invite: string, addresses: string[] } |
  { type: 'progress', step: 'starting' | JoinStep, at: number, sinceJoin?: number, problem?: string, count?: number } |
  { type: 'state', state: CallState } |
  { type: 'participant:join', participant: ParticipantStatus } |
  { type: 'participant:leave', participant: ParticipantStatus } |
  { type: 'participant:update', participant: ParticipantStatus } |
  { type: 'heard', publicKey: string, name: string, joinMs: number } |
  { type: 'status', at: number, state: CallState, safetyCode: string, self: OwnStatus, participants: ParticipantStatus[] } |
  { type: 'message', publicKey: string, name: string, text: string } |
  { type: 'problem', error: string, message: string, publicKey?: string, name?: string } |
  { type: 'microphone', kind: string, listenOnly: boolean, reason?: string } |
  { type: 'speakers', open: boolean, reason?: string } |
  { type: 'recording', publicKey: string, name: string, path: string } |
  { type: 'identity:changed', publicKey: string, name: string, known: KnownStatus, pairNumber: string } |
  { type: 'trusted', publicKey: string, name: string, known: KnownStatus } |
  { type: 'limit', participants: number, message: string } |
  { type: 'denied', publicKey: string, name: string, reason: string } |
  { type: 'clock', difference: number } |
  { type: 'end', reason: StopReason | 'error', error?: string, seconds: number, participants: ParticipantStatus[] }

/** Where events go: to a program or to a person */
export interface CallView {
  /** ms between two `status` events that this view wants */
  readonly statusInterval: number
  show(event: CallEvent): void
  /** The terminal is as it was before. Harmless when done twice */
  close(): void
}
