import { isIPv6 } from 'node:net'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { UsageError } from './errors.ts'
import { quote } from './words.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Protocols over which a peer can be dialled */
const TRANSPORTS = new Set(['tcp', 'udp', 'dnsaddr', 'p2p-circuit'])

const MAX_PORT = 65_535

const ICE_URL = /^(stuns?|turns?):(?:([^:@/\s]+):([^@\s]+)@)?(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?(\?transport=(?:udp|tcp))?$/i

/**
 * Checks and returns the multiaddr of a peer
 *
 * @param text - as the user wrote it
 * @param option - the option's name, for error messages
 */
export function parseAddress (text: string, option: string): Multiaddr {
  let address: Multiaddr

  try {
    address = multiaddr(text)
    address.getComponents().filter(({ name }) => name === 'p2p').forEach(({ value = '' }) => { peerIdFromString(value) })
  } catch {
    throw new UsageError(`${option} ${quote(text)} isn't an address: it should look like /ip4/192.0.2.1/tcp/4801/p2p/12D3Koo…`)
  }

  if (!address.getComponents().some(({ name }) => TRANSPORTS.has(name))) {
    throw new UsageError(`${option} ${quote(text)} has no port: add one, as in /ip4/192.0.2.1/tcp/4801`)
  }

  return address
}

/**
 * Parses the values of --ice-server: servers to use besides those of the bootstrap peers,
 * or `none` for no servers at all
 */
export function parseIceServers (texts?: string[]): RTCIceServer[] | undefined {
  if (texts?.includes('none') === true) {
    if (texts.length > 1) {
      throw new UsageError('--ice-server none means no ICE servers at all: leave the others out')
    }

    return []
  }

  return texts?.map(parseIceServer)
}

/** Parses stun:HOST[:PORT] and turn:USER:PASSWORD@HOST[:PORT]; user and password may be percent-encoded */
export function parseIceServer (text: string): RTCIceServer {
  const [, scheme, user, password, host, port, transport = ''] = ICE_URL.exec(text) ?? []
  const kind = scheme?.toLowerCase()

  if (kind == null || (host.startsWith('[') && !isIPv6(host.slice(1, -1))) || (port != null && !(Number(port) >= 1 && Number(port) <= MAX_PORT))) {
    throw new UsageError(`--ice-server ${quote(hidePassword(text))} isn't valid: it should look like stun:stun.example.org:3478 or turn:user:password@turn.example.org:3478`)
  }

  const urls = `${kind}:${host}${port == null ? '' : `:${port}`}${transport}`

  if (kind.startsWith('stun')) {
    if (user != null || transport !== '') {
      throw new UsageError(`--ice-server ${quote(hidePassword(text))}: a STUN server has no user or transport: leave them out`)
    }

    return { urls }
  }

  if (user == null) {
    throw new UsageError(`--ice-server ${quote(text)} needs a user and a password: turn:user:password@${host}`)
  }

  return { urls, username: decode(user), credential: decode(password) }
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

/**
 * Parses --page-url, the page that invites link to
 *
 * @param text - as the user wrote it, if at all
 */
export function parsePageUrl (text?: string): string | undefined {
  if (text == null) {
    return undefined
  }

  const url = URL.canParse(text) ? new URL(text) : undefined

  if (url?.protocol !== 'https:' || /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)) {
    throw new UsageError(`--page-url ${quote(text)} isn't a page that others can use: pass its https address (browsers allow the microphone only there), as in https://talk.example.org/`)
  }

  return `${url.origin}${url.pathname}${url.search}`
}
