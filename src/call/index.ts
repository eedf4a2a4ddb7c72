/**
 * The composition: discovery, signaling and the mesh make a call. The only room
 * that knows all others.
 */
export { createCallPeer } from './call-peer.ts'
export { GroupCall } from './group-call.ts'
export { groupCalls, GroupCalls } from './group-calls.ts'
export { Lobby } from './lobby.ts'
export { RING_LOOKUP_PAUSE, RING_TIME, Ringer } from './ringer.ts'
export type { CallNode, CallPeer, CallPeerInit } from './call-peer.ts'
export type { Knock } from './protocol/knock-queue.ts'
export type { GroupCallEvents, LeaveOptions } from './call-events.ts'
export type { CallInit } from './call-init.ts'
export type { GroupCallsComponents, GroupCallsInit } from './group-calls-init.ts'
export type { UpdateGroup } from './roster-editor.ts'
export type { DenialReason } from './protocol/types.ts'
export type { CallContacts, TrustOptions } from './protocol/identity-pinning.ts'
export type { LobbyEvents, LobbyPerson, LookOptions } from './lobby.ts'
export type { Participant } from './protocol/participants.ts'
export type { MissedCall, RingEffect, RingInput } from './ringer.ts'
export type { LinkSample } from './quality/link-history.ts'
export type { LinkProblem } from './quality/link-problems.ts'
export type { LinkReport, QualityReport } from './quality/quality-report.ts'
export type { JoinProgress, JoinStep } from './progress.ts'
