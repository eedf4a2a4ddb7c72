import type { BandwidthEstimate } from './bandwidth.ts'
import type { CallState } from './call-state.ts'
import type { MeshLimits } from './limits.ts'
import type { LinkDescription, LinkState, LinkStatistics, LocalCandidates, OpusOptions, Quality } from '../link/index.ts'
import type { Microphone } from '../media/index.ts'
import type { AbortOptions, Logger } from '@libp2p/interface'

/**
 * Sends the mesh's messages, each to one participant, as whole SDP. It must keep
 * their order, may lose some, and must not throw. What arrives is passed to
 * `handleOffer`, `handleAnswer`, `handleCandidate` and `handleRestart`.
 */
export interface MeshSignaling {
  sendOffer(to: string, offer: RTCSessionDescriptionInit): void
  sendAnswer(to: string, answer: RTCSessionDescriptionInit): void
  /** An empty list means that there are no more candidates for now */
  sendCandidates(to: string, candidates: RTCIceCandidateInit[]): void
  /** Asks the higher key to restart ICE */
  sendRestart(to: string): void
}

/**
 * The same for signaling that sends parameters instead of SDP. What arrives is
 * passed to `handleDescription`, `handleCandidates` and `handleRestart`.
 */
export interface ParameterSignaling {
  sendDescription(to: string, description: LinkDescription): void
  sendCandidates(to: string, candidates: LocalCandidates): void
  /** Asks the higher key to restart ICE */
  sendRestart(to: string): void
}

/** Creates a connection to a participant */
export type ConnectionFactory = (participant: string) => RTCPeerConnection

/** A microphone, or a function that opens it once the limits are checked */
export type MicrophoneSource = Microphone | ((options: AbortOptions) => Promise<Microphone>)

export interface GroupCallMeshInit {
  /** The local public key, 64 lower-case hex digits */
  publicKey: string
  signaling: MeshSignaling | ParameterSignaling
  createConnection: ConnectionFactory
  microphone: MicrophoneSource
  opus?: OpusOptions
  /**
   * Whether another participant reports a link to this one. With it, call
   * `markAlive` for each message from a participant; a participant that sends
   * nothing, and that nobody else is linked with, is dropped within 10 s.
   *
   * @default unknown: a participant that doesn't connect is dropped after 30 s
   */
  isHeard?(participant: string): boolean
  log: Logger
  /** Shorter limits for tests */
  limits?: Partial<MeshLimits>
  /**
   * Monotonic time in ms
   *
   * @default performance.now
   */
  now?(): number
}

export interface LinkQuality {
  participant: string
  quality: Quality
  statistics: LinkStatistics
}

export interface GroupCallMeshEvents {
  state: CustomEvent<CallState>
  'participant:join': CustomEvent<string>
  'participant:leave': CustomEvent<string>
  /** A participant announced over its link that it leaves; its signaling may announce it later, too */
  'participant:goodbye': CustomEvent<string>
  /** A participant could not be reached for too long and was dropped */
  'participant:lost': CustomEvent<string>
  'link:state': CustomEvent<{ participant: string, state: LinkState }>
  'link:quality': CustomEvent<LinkQuality>
  'link:problem': CustomEvent<{ participant: string, error: Error }>
  /** A link did not connect in time; it is being retried */
  'link:stalled': CustomEvent<string>
  /** The link's data channel is open: signaling can use it */
  'link:channel': CustomEvent<string>
  'link:message': CustomEvent<{ participant: string, bytes: Uint8Array }>
  /** A participant sent something that an honest one never does; it was counted and dropped */
  'participant:violation': CustomEvent<string>
  track: CustomEvent<{ participant: string, track: MediaStreamTrack }>
  microphone: CustomEvent<Microphone>
  /** The soft limit was crossed, upwards (`warning`) or downwards */
  limit: CustomEvent<BandwidthEstimate>
}
