/** RFC 4145 section 4: which end opens the DTLS association */
export type DtlsSetup = 'actpass' | 'active' | 'passive'

/** Names of the sections in a description (RFC 8843, `mid`) */
export interface SectionIds {
  audio: string
  /** Absent if the remote end has no data channel */
  data?: string
}

/** The names that browsers and libwebrtc give the first two sections */
export const DEFAULT_SECTION_IDS: SectionIds = { audio: '0', data: '1' }

/**
 * An offer or answer. It keeps this form between the WebRTC libraries of the two
 * ends: it is parsed once, after `createOffer()`, and built once, before
 * `setRemoteDescription()`.
 */
export interface LinkDescription {
  type: 'offer' | 'answer'
  parameters: SessionParameters
  /**
   * Not sent between two ends of ours: all of them use the default
   *
   * @default { audio: '0', data: '1' }
   */
  sections?: SectionIds
}

/**
 * Everything a peer needs from the remote session description. A link has one
 * audio section with Opus and one data channel section, so nothing else in an SDP
 * differs from call to call, and the SDP itself doesn't need to be sent.
 */
export interface SessionParameters {
  /** `sess-id` of RFC 8866 section 5.2: one number for each connection */
  sessionId: bigint

  /** `sess-version` of RFC 8866 section 5.2: grows with each description */
  sessionVersion: bigint

  /** RFC 8839 section 5.4: 4 to 256 characters; a new one is a new ICE generation */
  usernameFragment: string

  /** RFC 8839 section 5.4: 22 to 256 characters */
  password: string

  /** SHA-256 of the DTLS certificate, 32 bytes */
  fingerprint: Uint8Array

  setup: DtlsSetup

  /** The RTP payload type of Opus */
  payloadType: number

  /**
   * In an answer: the `usernameFragment` of the offer that it answers, so that a late
   * answer isn't taken for that to a later offer. Absent if the signaling doesn't have it
   */
  answers?: string

  /** Candidate lines (`candidate:…`) known when the description was created */
  candidates: string[]
}
