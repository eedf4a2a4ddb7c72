import { canonicalIp } from '../canonical-ip.ts'
import { LOWEST_PORT } from './limits.ts'

/**
 * Returns whether a remote candidate line may reach the WebRTC library. A
 * candidate makes this machine send packets to an address that another peer
 * chose, so addresses that can't be a participant's are left out.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8839#section-5.1}
 */
export function isAcceptableCandidate (line: string): boolean {
  const match = /^candidate:\S{1,32} \d{1,3} (?:udp|tcp) \d{1,10} (\S{1,255}) (\d{1,5}) typ (?:host|srflx|prflx|relay)(?: |$)/i.exec(line)

  if (match == null || /[^\x20-\x7e]/.test(line)) {
    return false
  }

  const address = match[1].toLowerCase()
  const port = Number(match[2])

  if (port > 65_535 || (port < LOWEST_PORT && !isActive(line))) {
    return false
  }

  return (isUnicastIp(address) && !isLoopback(address)) || /^[a-z0-9-]{1,63}\.local$/.test(address)
}

/**
 * Returns what a remote candidate that is acceptable makes this machine send packets to:
 * protocol, host and port, however the line spells them. Returns undefined if that is
 * nothing at all.
 */
export function candidateTargetOf (line: string): string | undefined {
  if (isActive(line)) {
    return undefined
  }

  const [, , protocol, , address, port] = line.toLowerCase().split(' ')

  return `${protocol} ${canonicalIp(address) ?? address} ${Number(port)}`
}

/** Returns whether a candidate line has a loopback address */
export function isLoopbackCandidate (line: string): boolean {
  return isLoopback((line.split(' ')[4] ?? '').toLowerCase())
}

/** An active TCP candidate has the discard port, and nothing is sent to it (RFC 6544 section 4.5) */
function isActive (line: string): boolean {
  return /^\S+ \d+ tcp .* typ (?!prflx).* tcptype active(?: |$)/i.test(line)
}

function isLoopback (address: string): boolean {
  const ip = canonicalIp(address)

  return ip != null && (ip.startsWith('127.') || ip === '::1')
}

function isUnicastIp (address: string): boolean {
  const ip = canonicalIp(address)

  if (ip == null) {
    return false
  }

  if (ip.includes(':')) {
    // IPv4 addresses mapped to IPv6 begin with zeros, and so does the unspecified
    // address: RFC 4291 section 2.5
    return !ip.startsWith('ff') && !ip.startsWith('::')
  }

  const first = Number(ip.split('.')[0])

  return first > 0 && first < 224
}
