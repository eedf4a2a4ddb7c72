/**
 * Sealed and signed messages between the sessions of a group. Knows nothing of
 * WebRTC.
 */
export { Signaling } from './signaling.ts'
export { OwnSession } from './session.ts'
export { BadMessageError } from './messages.ts'
export type { DropReason, ParticipantState, Presence, RefuseReason, SignalMessage, SignalMessageType, SignedPresence } from './messages.ts'
export type { Forgery, ReceivedMessage, SignalingEvents } from './signaling-events.ts'
export type { SignalingComponents, SignalingInit } from './signaling-init.ts'
