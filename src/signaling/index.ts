/**
 * Sealed and signed messages between the sessions of a group. Independent of WebRTC.
 */
export { REACTIONS } from './reaction-kinds.ts'
export { Signaling } from './signaling.ts'
export { SignalingServer } from './signaling-server.ts'
export { counterOf, createSession, LocalSession, MAX_SESSION_COUNTER } from './local-session.ts'
export { BadMessageError } from './messages.ts'
export { hexKeyOf } from './session-key.ts'
export { openEnvelope, sealEnvelope, signPresence, verifyEnvelope, verifyPresence } from './envelope.ts'
export { MAX_CARRIED } from './limits.ts'
export type { GestureMessage, Reaction } from './reaction-kinds.ts'
export type { CarryStep, DropReason, LinkReport, ParticipantState, Presence, RefuseReason, RosterMessage, SignalMessage, SignalMessageType, SignedPresence } from './messages.ts'
export type { ConnectOptions } from './router.ts'
export type { Forgery, OtherVersion, ReceivedMessage, SignalingEvents } from './signaling-events.ts'
export type { SignalingComponents, SignalingInit } from './signaling-init.ts'
export type { SignalingServerComponents } from './signaling-server.ts'
