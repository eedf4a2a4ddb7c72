import type { SignalMessage, SignedPresence } from './messages.ts'

/** A message that was signed by whom it is from, and has not been seen before */
export interface ReceivedMessage {
  from: string
  presence: SignedPresence
  callId: string
  message: SignalMessage
  /** As it came, sealed and signed */
  frame: Uint8Array
}

/** A message in somebody's name that they have not signed */
export interface Forgery {
  /** Public key of whose name it is */
  sender: string
  /** Session key of who brought it, and may have changed it */
  carrier: string
}

export interface SignalingEvents {
  message: CustomEvent<ReceivedMessage>
  /** A message in somebody's name was not signed by them, and dropped */
  forged: CustomEvent<Forgery>
  /** The session of a participant serves the group no more, though its process lives */
  gone: CustomEvent<SignedPresence>
  /** A stream ended before its other end had shown that it is of the group */
  stranger: CustomEvent<{ sessionKey: string }>
}
