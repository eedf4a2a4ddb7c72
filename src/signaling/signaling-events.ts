import type { SignalMessage, SignedPresence } from './messages.ts'

/** A message whose signature is valid, and that hasn't been received before */
export interface ReceivedMessage {
  /** Of the sender, verified */
  presence: SignedPresence
  callId: string
  /** Any presences in it are verified, too */
  message: SignalMessage
  /** As it arrived, sealed and signed */
  frame: Uint8Array
  /** Session key of the peer that delivered it, 64 lower-case hex digits */
  carrier: string
  /** It was sealed for the current epoch, so its presences can be passed on */
  current: boolean
}

/** A message that wasn't signed by its alleged sender */
export interface Forgery {
  /** Public key of the alleged sender */
  sender: string
  /** Session key of the peer that delivered it, and may have changed it */
  carrier: string
}

/** A session that speaks another version of the protocol, so that neither can let the other in */
export interface OtherVersion {
  /** Of the session, verified */
  presence: SignedPresence
  /** Whether its version is newer than ours */
  newer: boolean
}

export interface SignalingEvents {
  /** A message that wasn't signed by its alleged sender was dropped */
  forged: CustomEvent<Forgery>
  /** The process of a session lives, but no longer serves the group: asked twice, it has reset both streams */
  gone: CustomEvent<SignedPresence>
  /** The process of a session whose link is silent has died */
  dead: CustomEvent<SignedPresence>
  /** A session of the group speaks another version of the protocol; dispatched once for each path to it */
  version: CustomEvent<OtherVersion>
  /** A stream ended before its other end had proven that it belongs to the group */
  stranger: CustomEvent<{ sessionKey: string }>
}
