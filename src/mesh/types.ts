import type { BandwidthEstimate } from './bandwidth.ts'
import type { CallState } from './call-state.ts'
import type { MeshLimits } from './limits.ts'
import type { LinkDescription, LinkState, LinkStatistics, LocalCandidates, OpusOptions, PreparedOffer, Quality } from '../link/index.ts'
import type { Microphone } from '../media/index.ts'
import type { AbortOptions, Logger } from '@libp2p/interface'

/**
 * Sends the mesh's messages, each to one participant, as whole SDP. It must keep
 * their order, may lose some, and must not throw. What arrives is passed to
 * `handleOffer`, `handleAnswer`, `handleCandidate` and `handleRestart`.
 *
 * It may send candidates as they come, or wait for the empty list and send them in the
 * description, so the time that ICE gathers doesn't count as time to connect.
 *
 * The other end may be any WebRTC implementation. If it accepts the data channel
 * (negotiated, stream 0), it should send a heartbeat over it, an empty text every 500 ms,
 * and so will the mesh: after 1.5 s without any message the link is `reconnecting`. The
 * text `bye` announces that the other end leaves, `end` that it closes the link. Binary
 * messages are passed on as `link:message`. Of an end that has no data channel, or has
 * never sent anything over it, audio and the checks of ICE are signs of life.
 */
export interface MeshSignaling {
  sendOffer(to: string, offer: RTCSessionDescriptionInit): void
  sendAnswer(to: string, answer: RTCSessionDescriptionInit): void
  /** An empty list means that there are no more candidates for now */
  sendCandidates(to: string, candidates: RTCIceCandidateInit[]): void
  /** Asks the higher key to restart ICE or, if `fresh`, to create the connection again */
  sendRestart(to: string, fresh: boolean): void
}

/**
 * The same for signaling that sends parameters instead of SDP. What arrives is
 * passed to `handleDescription`, `handleCandidates` and `handleRestart`.
 */
export interface ParameterSignaling {
  sendDescription(to: string, description: LinkDescription): void
  sendCandidates(to: string, candidates: LocalCandidates): void
  /** Asks the higher key to restart ICE or, if `fresh`, to create the connection again */
  sendRestart(to: string, fresh: boolean): void
}

/**
 * How to repair a link: `restart` ICE in place; `recreate` the connection, because its
 * path is gone for certain, and ICE takes seconds to believe that of a path that worked a
 * moment ago; or `rejoin`, because the remote end has dropped the link by now, and
 * creates it again if it initiates
 */
export type Repair = 'restart' | 'recreate' | 'rejoin'

/** Creates a connection to a participant */
export type ConnectionFactory = (participant: string) => RTCPeerConnection

/** A microphone, or a function that opens it once the limits are checked */
export type MicrophoneSource = Microphone | ((options: AbortOptions) => Promise<Microphone>)

export interface GroupCallMeshInit {
  /** The local public key, 64 lower-case hex digits */
  publicKey: string
  signaling: MeshSignaling | ParameterSignaling
  createConnection: ConnectionFactory
  /**
   * Returns the connection to a participant for which we initiate, if its first offer exists
   * already: it was sent before we knew whom we would meet
   *
   * @internal
   */
  preparedOffer?(participant: string): PreparedOffer | undefined
  microphone: MicrophoneSource
  opus?: OpusOptions
  /**
   * Whether another participant reports a link to this one. With it, call
   * `markAlive` for each message from a participant. A participant that others hear is
   * never dropped: the mesh retries with growing pauses. One that sends nothing before
   * it is linked, and that nobody else hears, is dropped within 10 s.
   *
   * @default unknown: a participant that doesn't connect, or falls silent, is
   * dropped after 30 s, without the time that ICE gathers (30 s at most)
   */
  isHeard?(participant: string): boolean
  log: Logger
  /**
   * Shorter limits for tests
   *
   * @internal
   */
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
  /** A participant could not be reached for too long and was dropped; if it is still in the call, add it again */
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
