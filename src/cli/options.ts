import { isIPv6 } from 'node:net'
import { multiaddr } from '@multiformats/multiaddr'
import { oneLine, UsageError } from './errors.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** A day: longer than any call; a timer can hold no more than 24 of them */
export const MAX_SECONDS = 86_400

/** Processes of a demo: a call needs two, and holds eight */
export const MIN_PARTICIPANTS = 2
export const MAX_PARTICIPANTS = 8

const MAX_PORT = 65_535

/** What a peer can be dialled over */
const TRANSPORTS = new Set(['tcp', 'udp', 'dnsaddr', 'p2p-circuit'])

const ICE_URL = /^(stuns?|turns?):(?:([^:@/\s]+):([^@\s]+)@)?(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?(\?transport=(?:udp|tcp))?$/i

/** Collects an option that may be given several times */
export function collect (value: string, before: string[] = []): string[] {
  return [...before, value]
}

export function parseSeconds (text: string): number {
  return parseNumber(text, { option: '--seconds', min: 0.1, max: MAX_SECONDS, what: 'seconds' })
}

export function parseParticipants (text: string): number {
  return parseNumber(text, { option: '--participants', min: MIN_PARTICIPANTS, max: MAX_PARTICIPANTS, what: 'participants', whole: true })
}

/** Returns a parser for the port of an option; 0 is any free one */
export function portParser (option: string): (text: string) => number {
  return text => parseNumber(text, { option, min: 0, max: MAX_PORT, what: 'a port (0 for any free one)', whole: true })
}

/** ms between two status lines, for those who draw them */
export function parseStatusInterval (text: string): number {
  return parseNumber(text, { option: '--status-interval', min: 50, max: 60_000, what: 'milliseconds', whole: true })
}

interface NumberForm {
  option: string
  min: number
  max: number
  what: string
  whole?: boolean
}

function parseNumber (text: string, { option, min, max, what, whole = false }: NumberForm): number {
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : NaN

  if (!(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    throw new UsageError(`${option} ${quote(text)} cannot be used: give ${what}, ${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`)
  }

  return value
}

/**
 * @param option - the option it was given with, for the message
 */
export function parseAddress (text: string, option: string): Multiaddr {
  let address: Multiaddr

  try {
    address = multiaddr(text)
  } catch {
    throw new UsageError(`${option} ${quote(text)} is not an address: it should look like /ip4/192.0.2.1/tcp/4801/p2p/12D3Koo…`)
  }

  if (!address.getComponents().some(({ name }) => TRANSPORTS.has(name))) {
    throw new UsageError(`${option} ${quote(text)} has no port: add one, as in /ip4/192.0.2.1/tcp/4801`)
  }

  return address
}

/** Reads stun:HOST[:PORT] and turn:USER:PASSWORD@HOST[:PORT]; user and password may be percent-encoded */
export function parseIceServer (text: string): RTCIceServer {
  const [, scheme, user, password, host, port, transport = ''] = ICE_URL.exec(text) ?? []
  const kind = scheme?.toLowerCase()

  if (kind == null || (host.startsWith('[') && !isIPv6(host.slice(1, -1))) || (port != null && !(Number(port) >= 1 && Number(port) <= MAX_PORT))) {
    throw new UsageError(`--ice-server ${quote(hidePassword(text))} is not one: it should look like stun:stun.example.org:3478 or turn:user:password@turn.example.org:3478`)
  }

  const urls = `${kind}:${host}${port == null ? '' : `:${port}`}${transport}`

  if (kind.startsWith('stun')) {
    if (user != null || transport !== '') {
      throw new UsageError(`--ice-server ${quote(hidePassword(text))}: a STUN server takes no user and no transport: leave them out`)
    }

    return { urls }
  }

  if (user == null) {
    throw new UsageError(`--ice-server ${quote(text)} needs a user and a password: turn:user:password@${host}`)
  }

  return { urls, username: decode(user), credential: decode(password) }
}

/** What is shown of something that the user wrote */
export function quote (text: string): string {
  const line = oneLine(text)

  return `"${line.length > 60 ? `${line.slice(0, 57)}…` : line}"`
}

function hidePassword (text: string): string {
  return text.replace(/:[^:@]*@/, ':…@')
}

function decode (text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
