/** Ports below are of well-known services that nobody talks WebRTC on */
const LOWEST_PORT = 1_024

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
  return /^127\./.test(address) || address === '::1'
}

function isUnicastIp (address: string): boolean {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)

  if (octets != null) {
    const first = Number(octets[1])

    return octets.slice(1).every(octet => Number(octet) <= 255) && first > 0 && first < 224
  }

  return /^[0-9a-f:.]{2,45}$/.test(address) && address.includes(':') && !address.startsWith('ff') && address !== '::'
}
