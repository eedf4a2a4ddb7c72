import { LOWEST_PORT } from './limits.ts'

export interface CandidateRules {
  /**
   * Whether loopback addresses are of use: when this machine has no other
   *
   * @default false
   */
  acceptLoopback?: boolean
}

/**
 * Whether a candidate line of the other end may reach the WebRTC library. A
 * candidate makes this machine send packets to an address that somebody else
 * chose, so those that cannot be a participant's are left out. An empty line is
 * the end of candidates.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8839#section-5.1}
 */
export function isAcceptableCandidate (line: string, rules: CandidateRules = {}): boolean {
  const match = /^candidate:\S{1,32} \d{1,3} (?:udp|tcp) \d{1,10} (\S{1,255}) (\d{1,5}) typ (?:host|srflx|prflx|relay)(?: |$)/i.exec(line)

  if (match == null || /[^\x20-\x7e]/.test(line)) {
    return false
  }

  const address = match[1].toLowerCase()
  const port = Number(match[2])

  // an active TCP candidate has the discard port (RFC 6544 section 4.5)
  const active = / tcptype active/i.test(line)

  if (port > 65_535 || (port < LOWEST_PORT && !active)) {
    return false
  }

  if (isLoopback(address)) {
    return rules.acceptLoopback === true
  }

  return isUnicastIp(address) || /^[a-z0-9-]{1,63}\.local$/.test(address)
}

/** Whether a candidate line has a loopback address */
export function isLoopbackCandidate (line: string): boolean {
  return isLoopback((line.split(' ')[4] ?? '').toLowerCase())
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
    // an IPv4 address in the clothes of an IPv6 one begins with zeros, and so does
    // the unspecified one: RFC 4291 section 2.5
    return !ip.startsWith('ff') && !ip.startsWith('::')
  }

  const first = Number(ip.split('.')[0])

  return first > 0 && first < 224
}

/**
 * The one way in which an address is written (RFC 5952 for IPv6, so that `::1` is
 * known by all of its names); nothing when it is none. For that the parser of URLs
 * is as good as any, and it is everywhere.
 */
function canonicalIp (address: string): string | undefined {
  if (/^[0-9a-f:.]{2,45}$/.test(address) && address.includes(':')) {
    return hostOf(`[${address}]`)?.slice(1, -1)
  }

  // it knows octal and shorter spellings of IPv4, which are for nobody's good here
  return /^[\d.]+$/.test(address) && hostOf(address) === address ? address : undefined
}

function hostOf (host: string): string | undefined {
  return URL.canParse(`http://${host}/`) ? new URL(`http://${host}/`).hostname : undefined
}
