/**
 * An `RTCPeerConnection` to a participant: negotiation, trickle ICE, restart,
 * heartbeat and statistics. Knows nothing about groups.
 */
export { Link } from './link.ts'
export { ICE_GATHERING_TIMEOUT, LINK_LIMITS, MAX_SDP_BYTES, MAX_SDP_CANDIDATES } from './limits.ts'
export { AUDIO_BITRATE_KBPS, buildSdp, parseSdp, checkDescription, checkParameters } from './sdp.ts'
export { DEFAULT_SECTION_IDS } from './session-parameters.ts'
export { isAcceptableCandidate } from './candidates.ts'
export { judgeCertificates } from './certificate.ts'
export { CertificateMismatchError, CertificateUnknownError, IceGatheringTimeoutError, InvalidSdpError, LinkFailedError } from './errors.ts'
export { isLinkTransition } from './link-state.ts'
export { judgeQuality, readStatistics } from './statistics.ts'
export { LivenessMonitor } from './liveness.ts'
export type { RemoteEnd } from './certificate.ts'
export type { CandidateLines, Dropped, LinkEvents, LinkInit, LocalCandidates } from './types.ts'
export type { LinkLimits } from './limits.ts'
export type { LinkState } from './link-state.ts'
export type { Liveness } from './liveness.ts'
export type { LinkStatistics, Quality, StatisticsSample } from './statistics.ts'
export type { OpusOptions } from './sdp.ts'
export type { DtlsSetup, LinkDescription, SectionIds, SessionParameters } from './session-parameters.ts'
