import { InvalidSdpError } from './errors.ts'
import { MAX_CANDIDATE_LENGTH, MAX_ICE_STRING_LENGTH, MAX_SDP_CANDIDATES } from './limits.ts'
import { DEFAULT_SECTION_IDS } from './session-parameters.ts'
import type { DtlsSetup, LinkDescription, SectionIds, SessionParameters } from './session-parameters.ts'

/** What an audio stream takes on the wire, as payload, in kbit/s */
export const AUDIO_BITRATE_KBPS = 50

/** How the remote end is asked to encode what it sends (RFC 7587 section 6.1) */
export interface OpusOptions {
  /**
   * kbit/s
   *
   * @default 50
   */
  bitrateKbps?: number

  /**
   * Sends nothing during silence
   *
   * @default false
   */
  dtx?: boolean

  /**
   * Constant bitrate: hides speech patterns from an observer
   *
   * @default false
   */
  constantBitrate?: boolean
}

const SETUPS: DtlsSetup[] = ['actpass', 'active', 'passive']
const ICE_CHARS = /^[A-Za-z0-9+/]+$/
const CANDIDATE = /^candidate:[\x20-\x7e]+$/
const SECTION_ID = /^[A-Za-z0-9!#$%&'*+\-.^_`{|}~]{1,32}$/

/**
 * Builds the SDP for a description. Only what {@link checkDescription} accepts
 * gets into it.
 *
 * @throws {InvalidSdpError}
 */
export function buildSdp (parameters: SessionParameters, sections: SectionIds = DEFAULT_SECTION_IDS, options: OpusOptions = {}): string {
  checkDescription({ parameters, sections })

  const { payloadType } = parameters
  const transport = [
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${parameters.usernameFragment}`,
    `a=ice-pwd:${parameters.password}`,
    'a=ice-options:trickle',
    `a=fingerprint:sha-256 ${formatFingerprint(parameters.fingerprint)}`,
    `a=setup:${parameters.setup}`
  ]
  const opus = [
    'minptime=10',
    'useinbandfec=1',
    `maxaveragebitrate=${Math.round((options.bitrateKbps ?? AUDIO_BITRATE_KBPS) * 1_000)}`,
    ...(options.dtx === true ? ['usedtx=1'] : []),
    ...(options.constantBitrate === true ? ['cbr=1'] : [])
  ]
  const lines = [
    'v=0',
    `o=- ${parameters.sessionId} ${parameters.sessionVersion} IN IP4 0.0.0.0`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${[sections.audio, sections.data].filter(id => id != null).join(' ')}`,
    'a=msid-semantic: WMS',
    `m=audio 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    ...transport,
    `a=mid:${sections.audio}`,
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtcp-rsize',
    `a=rtpmap:${payloadType} opus/48000/2`,
    `a=fmtp:${payloadType} ${opus.join(';')}`,
    ...parameters.candidates.map(candidate => `a=${candidate}`)
  ]

  if (sections.data != null) {
    lines.push(
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      ...transport,
      `a=mid:${sections.data}`,
      'a=sctp-port:5000',
      'a=max-message-size:262144'
    )
  }

  return `${lines.join('\r\n')}\r\n`
}

/**
 * @throws {InvalidSdpError} if something in it could break out of its line or is
 * out of range
 */
export function checkDescription ({ parameters, sections = DEFAULT_SECTION_IDS }: Omit<LinkDescription, 'type'>): void {
  checkParameters(parameters)

  if (![sections.audio, sections.data ?? sections.audio].every(id => SECTION_ID.test(id))) {
    throw new InvalidSdpError('has sections without valid names')
  }
}

/**
 * @throws {InvalidSdpError} if a parameter could break out of its line or is out
 * of range
 */
export function checkParameters (parameters: SessionParameters): void {
  const problem = problemOf(parameters)

  if (problem != null) {
    throw new InvalidSdpError(problem.text)
  }
}

/** Returns the first parameter that could break out of its line or is out of range, with the rule */
export function problemOf (parameters: SessionParameters): { field: keyof SessionParameters, text: string, value?: string } | undefined {
  const { usernameFragment, password, fingerprint, setup, payloadType, candidates, sessionId, sessionVersion } = parameters
  const badCandidate = candidates.find(candidate => candidate.length > MAX_CANDIDATE_LENGTH || !CANDIDATE.test(candidate))
  const problems: Array<[boolean, keyof SessionParameters, string, string?]> = [
    [isIceString(usernameFragment, 4), 'usernameFragment', 'has an invalid ICE user name: 4 to 256 letters, digits, + or / (RFC 8839 section 5.4)'],
    [isIceString(password, 22), 'password', 'has an invalid ICE password: 22 to 256 letters, digits, + or / (RFC 8839 section 5.4)'],
    [fingerprint.byteLength === 32, 'fingerprint', 'has no SHA-256 fingerprint (RFC 8122 section 5)'],
    [SETUPS.includes(setup), 'setup', 'has an unknown DTLS setup: actpass, active or passive (RFC 4145 section 4)'],
    [isDynamicPayloadType(payloadType), 'payloadType', 'has a payload type that isn\'t dynamic (RFC 3551 section 6)'],
    [candidates.length <= MAX_SDP_CANDIDATES, 'candidates', `has more than ${MAX_SDP_CANDIDATES} candidates`],
    [badCandidate == null, 'candidates', `has an invalid candidate, or one longer than ${MAX_CANDIDATE_LENGTH} characters (RFC 8839 section 5.1)`, badCandidate],
    [isUint64(sessionId) && isUint64(sessionVersion), 'sessionId', 'has an origin out of range (RFC 8866 section 5.2)'],
    [parameters.answers == null || isIceString(parameters.answers, 4), 'answers', 'answers an offer with an invalid ICE user name (RFC 8839 section 5.4)']
  ]
  const problem = problems.find(([fine]) => !fine)

  return problem == null ? undefined : { field: problem[1], text: problem[2], value: problem[3] }
}

/** RFC 8839 section 5.4 */
function isIceString (text: string, minLength: number): boolean {
  return ICE_CHARS.test(text) && text.length >= minLength && text.length <= MAX_ICE_STRING_LENGTH
}

/** RFC 3551 section 6, without those that RTCP needs (RFC 5761 section 4) */
function isDynamicPayloadType (type: number): boolean {
  return Number.isInteger(type) && ((type >= 35 && type <= 63) || (type >= 96 && type <= 127))
}

function isUint64 (value: bigint): boolean {
  return value >= 0n && value < 1n << 64n
}

function formatFingerprint (fingerprint: Uint8Array): string {
  return Array.from(fingerprint, byte => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')
}
