/**
 * Sealed and signed messages between the sessions of a group. Independent of WebRTC.
 */
export { Signaling } from './signaling.ts'
export { counterOf, createSession, LocalSession, MAX_SESSION_COUNTER } from './local-session.ts'
export { BadMessageError } from './messages.ts'
export type { DropReason, ParticipantState, Presence, RefuseReason, SignalMessage, SignalMessageType, SignedPresence } from './messages.ts'
export type { Forgery, ReceivedMessage, SignalingEvents } from './signaling-events.ts'
export type { SignalingComponents, SignalingInit } from './signaling-init.ts'
