/** What a victim is started with */
export interface VictimInit {
  /** Invite of the group, with the addresses of members that are in its call */
  invite: string
}

/** What a victim tells when it is in its call */
export interface VictimReady {
  addresses: string[]
  /** 64 lower-case hex digits */
  sessionKey: string
  publicKey: string
  callId: string
}

/** What can be asked of a victim */
export type VictimQuestion =
  | { ask: 'state' }
  /** The most memory from now on */
  | { ask: 'watch' }
  /** What is heard of a participant */
  | { ask: 'sound', of: string }

export interface VictimState {
  /** Bytes that the process takes now, and at most since it is being watched */
  rss: number
  peak: number
  /** `RTCPeerConnection`s that were ever made */
  connections: number
  /** Signaling streams that others opened and that are there still */
  streams: number
  dropped: Record<string, number>
  /** Chat messages that the user was told of */
  messages: number
  /** ms that the event loop was held up at most since it is being watched */
  stalled: number
}

/** Totals since the beginning of the stream that is received */
export interface SoundState {
  packetsReceived: number
  packetsLost: number
  samples: number
  /** Made up since a packet had not come in time */
  concealed: number
}
