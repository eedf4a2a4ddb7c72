/** Arguments of a victim */
export interface VictimInit {
  /** Invite of the group, with the addresses of members that are in its call */
  invite: string

  /**
   * Its time stands still until it is told to go on
   *
   * @default false
   */
  frozen?: boolean
}

/** A victim's message once it is in its call */
export interface VictimReady {
  addresses: string[]
  /** 64 lower-case hex digits */
  sessionKey: string
  publicKey: string
  callId: string
}

/** Questions to a victim */
export type VictimQuestion =
  | { ask: 'state' }
  /** Measure the maximum of memory from now on */
  | { ask: 'watch' }
  /** Let so many ms go by, for a frozen victim */
  | { ask: 'advance', ms: number }
  /** Statistics of the sound from a participant */
  | { ask: 'sound', of: string }

export interface VictimState {
  /** Bytes of memory of the process now, and their maximum since `watch` */
  rss: number
  peak: number
  /** `RTCPeerConnection`s that were ever made */
  connections: number
  /** Inbound signaling streams that are still open */
  streams: number
  dropped: Record<string, number>
  /** Chat messages that were shown to the user */
  messages: number
  /** Longest delay of the event loop since `watch`, in ms */
  stalled: number
}

/** Totals since the start of the received stream */
export interface SoundState {
  packetsReceived: number
  packetsLost: number
  samples: number
  /** Samples concealed because a packet didn't arrive in time */
  concealed: number
}
