import { InvalidSdpError } from './errors.ts'
import { MAX_CANDIDATE_LENGTH, MAX_ICE_STRING_LENGTH, MAX_SDP_BYTES, MAX_SDP_CANDIDATES } from './limits.ts'
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

const encoder = new TextEncoder()
const SETUPS: DtlsSetup[] = ['actpass', 'active', 'passive']
const ICE_CHARS = /^[A-Za-z0-9+/]+$/
const CANDIDATE = /^candidate:[\x20-\x7e]+$/
const SECTION_ID = /^[A-Za-z0-9!#$%&'*+\-.^_`{|}~]{1,32}$/
const OPUS = /^a=rtpmap:(\d{1,3}) opus\/48000\/2$/i

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
 * Parses whole SDP, written by the local WebRTC library or received by other
 * signaling
 *
 * @throws {InvalidSdpError} if it has no fingerprint or several, one that isn't
 * SHA-256, sections other than one of audio with Opus and one data channel, or
 * is larger than 16 KiB
 */
export function parseSdp (sdp?: string): Required<Omit<LinkDescription, 'type'>> {
  if (typeof sdp !== 'string') {
    throw new InvalidSdpError('is missing')
  }

  if (sdp.length > MAX_SDP_BYTES || encoder.encode(sdp).byteLength > MAX_SDP_BYTES) {
    throw new InvalidSdpError('is larger than 16 KiB')
  }

  const lines = sdp.split(/\r?\n/)

  if (lines.some(line => /[\0\r]/.test(line))) {
    throw new InvalidSdpError('has control characters')
  }

  const media = lines.filter(line => line.startsWith('m='))
  const audio = media.filter(line => /^m=audio \d+ (UDP|TCP)\/TLS\/RTP\/SAVPF /.test(line))
  const data = media.filter(line => /^m=application \d+ (UDP|TCP)\/DTLS\/SCTP webrtc-datachannel$/.test(line))

  if (audio.length !== 1 || data.length > 1 || media.length !== audio.length + data.length) {
    throw new InvalidSdpError('must have one audio section and at most one data channel')
  }

  const origin = /^o=\S+ (\d{1,20}) (\d{1,20}) IN IP[46] \S+$/.exec(lines.find(line => line.startsWith('o=')) ?? '')
  const opus = lines.map(line => OPUS.exec(line)).find(match => match != null)

  if (origin == null || opus == null) {
    throw new InvalidSdpError(origin == null ? 'has no origin' : 'has no Opus')
  }

  const ids = lines.filter(line => line.startsWith('a=mid:')).map(line => line.slice(6))

  if (ids.length !== media.length) {
    throw new InvalidSdpError('has sections without valid names')
  }

  const audioFirst = media[0] === audio[0]
  const sections: SectionIds = data.length === 0 ? { audio: ids[0] } : { audio: ids[audioFirst ? 0 : 1], data: ids[audioFirst ? 1 : 0] }
  const parameters: SessionParameters = {
    sessionId: BigInt(origin[1]),
    sessionVersion: BigInt(origin[2]),
    usernameFragment: single(lines, 'a=ice-ufrag:'),
    password: single(lines, 'a=ice-pwd:'),
    fingerprint: parseFingerprint(single(lines, 'a=fingerprint:')),
    setup: single(lines, 'a=setup:') as DtlsSetup,
    payloadType: Number(opus[1]),
    candidates: [...new Set(lines.filter(line => line.startsWith('a=candidate:')).map(line => line.slice(2)))]
  }
  checkDescription({ parameters, sections })

  return { parameters, sections }
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
  const { usernameFragment, password, fingerprint, setup, payloadType, candidates, sessionId, sessionVersion } = parameters
  const problems: Array<[boolean, string]> = [
    [isIceString(usernameFragment, 4), 'has an invalid ICE user name'],
    [isIceString(password, 22), 'has an invalid ICE password'],
    [fingerprint.byteLength === 32, 'has no SHA-256 fingerprint'],
    [SETUPS.includes(setup), 'has an unknown DTLS setup'],
    [isDynamicPayloadType(payloadType), 'has a payload type that isn\'t dynamic'],
    [candidates.length <= MAX_SDP_CANDIDATES && candidates.every(candidate => candidate.length <= MAX_CANDIDATE_LENGTH && CANDIDATE.test(candidate)), 'has too many candidates, or an invalid one'],
    [isUint64(sessionId) && isUint64(sessionVersion), 'has an origin out of range']
  ]
  const problem = problems.find(([fine]) => !fine)

  if (problem != null) {
    throw new InvalidSdpError(problem[1])
  }
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

/** Returns the value that all lines with this prefix share */
function single (lines: string[], prefix: string): string {
  const values = new Set(lines.filter(line => line.startsWith(prefix)).map(line => line.slice(prefix.length)))

  if (values.size !== 1) {
    throw new InvalidSdpError(`must have one ${prefix.slice(2, -1)}, but has ${values.size}`)
  }

  return [...values][0]
}

function parseFingerprint (value: string): Uint8Array {
  const match = /^sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i.exec(value)

  if (match == null) {
    throw new InvalidSdpError('has a fingerprint that isn\'t SHA-256')
  }

  return Uint8Array.from(match[1].split(':'), byte => Number.parseInt(byte, 16))
}

function formatFingerprint (fingerprint: Uint8Array): string {
  return Array.from(fingerprint, byte => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')
}
