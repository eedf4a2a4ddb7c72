/** RFC 4145 section 4: which end opens the DTLS association */
export type DtlsSetup = 'actpass' | 'active' | 'passive'

/**
 * All that one end has to know of the other's session description. A link has
 * one audio section with Opus and one data channel section, so nothing else in
 * an SDP differs from call to call, and the SDP itself need not travel.
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

  /** RTP payload type that stands for Opus */
  payloadType: number

  /** Candidate lines that were known when this was made (`candidate:…`) */
  candidates: string[]
}
