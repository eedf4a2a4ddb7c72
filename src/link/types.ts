import type { LinkLimits } from './limits.ts'
import type { LinkState } from './link-state.ts'
import type { PreparedOffer } from './prepared-offer.ts'
import type { OpusOptions } from './sdp.ts'
import type { LinkDescription } from './session-parameters.ts'
import type { Logger } from '@libp2p/interface'

/** Candidates of one ICE generation */
export interface CandidateLines {
  usernameFragment: string
  /** Each `candidate:…` */
  candidates: string[]
}

export interface LocalCandidates extends CandidateLines {
  /** No more will follow in this generation */
  complete: boolean
}

/** Something from the remote end that was not used */
export interface Dropped {
  reason: 'candidate' | 'unexpected-offer' | 'unexpected-answer' | 'late-answer' | 'too-many-restarts'
  /** Whether an honest peer never sends it */
  violation: boolean
}

export interface LinkEvents {
  /** Send this to the remote end */
  description: CustomEvent<LinkDescription>
  /** Send these to the remote end */
  candidates: CustomEvent<LocalCandidates>
  state: CustomEvent<LinkState>
  track: CustomEvent<MediaStreamTrack>
  /** The data channel is open */
  channel: CustomEvent<void>
  /** Bytes that arrived over the data channel */
  message: CustomEvent<Uint8Array>
  /** The remote end leaves the call */
  goodbye: CustomEvent<void>
  /** Ask the higher key to restart ICE */
  restart: CustomEvent<void>
  /** It didn't connect in time */
  stalled: CustomEvent<void>
  /** The remote end has re-created its connection, so this one is obsolete */
  replaced: CustomEvent<void>
  dropped: CustomEvent<Dropped>
  /** Something failed; `state` shows whether the link goes on */
  problem: CustomEvent<Error>
}

export interface LinkInit {
  /** Public key of the remote end */
  participant: string
  /** Whether this end creates the offers, because it has the higher public key */
  initiator: boolean
  connection: RTCPeerConnection
  /** The first offer of that connection, which the remote end may have already */
  prepared?: PreparedOffer
  track?: MediaStreamTrack
  opus?: OpusOptions
  /**
   * Whether the candidates that are found later are sent as they come; otherwise nothing
   * connects until gathering has ended
   *
   * @default true
   */
  trickles?: boolean
  /**
   * Returns whether another candidate of the remote end may be tried. Each line that this
   * allows is counted
   *
   * @default as many as fit into an ICE generation
   */
  allowsCandidate?(candidate: string): boolean
  log: Logger
  /** Shorter limits for tests */
  limits?: Partial<LinkLimits>
  /**
   * Monotonic time in ms
   *
   * @default performance.now
   */
  now?(): number
}
