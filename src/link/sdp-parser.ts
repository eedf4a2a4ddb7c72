import { InvalidSdpError } from './errors.ts'
import { MAX_SDP_BYTES } from './limits.ts'
import { checkDescription, problemOf } from './sdp.ts'
import type { DtlsSetup, LinkDescription, SectionIds, SessionParameters } from './session-parameters.ts'

interface Line {
  text: string
  /** Counted from 1 */
  number: number
}

/** A media section: its first line begins with `m=` */
interface Section {
  kind: 'audio' | 'data'
  lines: Line[]
  id: string
}

const encoder = new TextEncoder()
const OPUS = /^a=rtpmap:(\d{1,3}) opus\/48000\/2$/i
const ORIGIN = /^o=\S+ (\d{1,20}) (\d{1,20}) IN IP[46] \S+$/
const AUDIO = /^m=audio \d+ (?:UDP|TCP)\/TLS\/RTP\/SAVPF /
const DATA = /^m=application \d+ (?:UDP|TCP)\/DTLS\/SCTP webrtc-datachannel$/
/** As it was before RFC 8841, and still is in some libraries */
const EARLY_DATA = /^m=application \d+ DTLS\/SCTP \d+$/
const SHA_256 = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i

/** The attributes from which parameters are read */
const ATTRIBUTES: Partial<Record<string, string>> = {
  usernameFragment: 'a=ice-ufrag:',
  password: 'a=ice-pwd:',
  fingerprint: 'a=fingerprint:',
  setup: 'a=setup:',
  payloadType: 'a=rtpmap:',
  candidates: 'a=candidate:',
  sessionId: 'o='
}

/**
 * Parses whole SDP, written by the local WebRTC library or received by other
 * signaling
 *
 * @throws {InvalidSdpError} if it has no SHA-256 fingerprint or several, sections other
 * than one of audio with Opus and one data channel, or is larger than 16 KiB
 */
export function parseSdp (sdp?: string): Required<Omit<LinkDescription, 'type'>> {
  const lines = linesOf(sdp)
  const begins = lines.flatMap(({ text }, index) => text.startsWith('m=') ? [index] : [])
  const session = lines.slice(0, begins[0] ?? lines.length)
  const media = begins.map((begin, index) => readSection(lines.slice(begin, begins[index + 1])))
  const [audio, data] = (['audio', 'data'] as const).map(kind => {
    const [section, another] = media.filter(section => section.kind === kind && !isRejected(section))

    if (another != null || (section == null && kind === 'audio')) {
      throw new InvalidSdpError('must have one audio section and at most one data channel', another?.lines[0])
    }

    return section
  })

  const origin = session.map(({ text }) => ORIGIN.exec(text)).find(match => match != null)
  const opus = audio.lines.map(({ text }) => OPUS.exec(text)).find(match => match != null)

  if (origin == null || opus == null) {
    throw new InvalidSdpError(origin == null ? 'has no valid origin (o=, RFC 8866 section 5.2)' : 'has no Opus (a=rtpmap, RFC 7587 section 7)', origin == null ? session.find(({ text }) => text.startsWith('o=')) : audio.lines[0])
  }

  // until BUNDLE is agreed on, each section may have its own transport: that of the first
  // in the group will be used for all (RFC 9143 section 7.2)
  const several = new Set(lines.filter(({ text }) => text.startsWith('a=ice-ufrag:')).map(({ text }) => text)).size > 1
  const first = several ? firstOfBundle(session, media) : undefined
  const transport = first == null ? lines : [...session, ...first.lines]
  const sections: SectionIds = data == null ? { audio: audio.id } : { audio: audio.id, data: data.id }
  const parameters: SessionParameters = {
    sessionId: BigInt(origin[1]),
    sessionVersion: BigInt(origin[2]),
    usernameFragment: single(transport, 'a=ice-ufrag:', 'RFC 8839 section 5.4'),
    password: single(transport, 'a=ice-pwd:', 'RFC 8839 section 5.4'),
    fingerprint: fingerprintOf(lines),
    setup: single(transport, 'a=setup:', 'RFC 4145 section 4') as DtlsSetup,
    payloadType: Number(opus[1]),
    candidates: [...new Set(transport.filter(({ text }) => text.startsWith('a=candidate:')).map(({ text }) => text.slice(2)))]
  }
  const problem = problemOf(parameters)

  if (problem != null) {
    const attribute = ATTRIBUTES[problem.field] ?? ''
    throw new InvalidSdpError(problem.text, transport.find(({ text }) => text.startsWith(attribute) && (problem.value == null || text.endsWith(problem.value))))
  }

  checkDescription({ parameters, sections })

  return { parameters, sections }
}

function linesOf (sdp?: string): Line[] {
  if (typeof sdp !== 'string') {
    throw new InvalidSdpError('is missing')
  }

  if (sdp.length > MAX_SDP_BYTES || encoder.encode(sdp).byteLength > MAX_SDP_BYTES) {
    throw new InvalidSdpError('is larger than 16 KiB')
  }

  const lines = sdp.split(/\r?\n/).map((text, index) => ({ text, number: index + 1 }))
  const broken = lines.find(({ text }) => /[\0\r]/.test(text))

  if (broken != null) {
    throw new InvalidSdpError('has control characters', broken)
  }

  return lines
}

function readSection (lines: Line[]): Section {
  const [{ text }] = lines
  const early = EARLY_DATA.test(text) && lines.some(({ text }) => /^a=sctpmap:\d+ webrtc-datachannel\b/.test(text))
  const ids = lines.filter(({ text }) => text.startsWith('a=mid:'))

  if (!AUDIO.test(text) && !DATA.test(text) && !early) {
    throw new InvalidSdpError('has a section that is neither audio over DTLS nor a data channel', lines[0])
  }

  if (ids.length !== 1) {
    throw new InvalidSdpError('has a section without a name, or with several (a=mid, RFC 5888 section 4)', ids[1] ?? lines[0])
  }

  return { kind: AUDIO.test(text) ? 'audio' : 'data', lines, id: ids[0].text.slice(6) }
}

/** A section without a port was rejected, unless it shares that of another (RFC 9143 section 6) */
function isRejected ({ lines: [{ text }, ...rest] }: Section): boolean {
  return /^m=\S+ 0 /.test(text) && !rest.some(({ text }) => text === 'a=bundle-only')
}

/** Returns the first section of the BUNDLE group if all sections are in it */
function firstOfBundle (session: Line[], media: Section[]): Section | undefined {
  const groups = session.filter(({ text }) => text.startsWith('a=group:BUNDLE ')).map(({ text }) => text.split(' ').slice(1))
  const group = groups.find(ids => media.every(({ id }) => ids.includes(id)))

  return media.find(({ id }) => id === group?.[0])
}

/** Returns the value that all lines with this prefix share */
function single (lines: Line[], prefix: string, rule: string): string {
  const found = lines.filter(({ text }) => text.startsWith(prefix))
  const other = found.find(({ text }) => text !== found[0].text)
  const name = prefix.slice(0, -1)

  if (found.length === 0) {
    throw new InvalidSdpError(`has no ${name} (${rule})`)
  }

  if (other != null) {
    throw new InvalidSdpError(`has several ${name}, which only sections in one BUNDLE group may have (${rule})`, other)
  }

  return found[0].text.slice(prefix.length)
}

/**
 * A certificate may have hashes by several algorithms (RFC 8122 section 5): the link
 * holds the certificate that it finds against the SHA-256 one
 */
function fingerprintOf (lines: Line[]): Uint8Array {
  const all = lines.filter(({ text }) => text.startsWith('a=fingerprint:'))
  const [first, ...others] = all.filter(({ text }) => /^a=fingerprint:sha-256 /i.test(text))
  const other = others.find(({ text }) => text.toLowerCase() !== first.text.toLowerCase())
  const match = SHA_256.exec(first?.text ?? '')

  if (other != null) {
    throw new InvalidSdpError('has several SHA-256 fingerprints: a connection has one certificate (a=fingerprint, RFC 8122 section 5)', other)
  }

  if (match == null) {
    throw new InvalidSdpError('has no valid SHA-256 fingerprint (a=fingerprint, RFC 8122 section 5)', first ?? all[0])
  }

  return Uint8Array.from(match[1].split(':'), byte => Number.parseInt(byte, 16))
}
