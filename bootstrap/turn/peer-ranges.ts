import { BlockList, isIP, isIPv4 } from 'node:net'
import { InvalidParametersError } from '@libp2p/interface'

/**
 * What no stranger may reach through this machine: its own services, its network, and
 * what isn't a host. First and last address, see the IANA's registries.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const SPECIAL = [
  '0.0.0.0-0.255.255.255',
  '100.64.0.0-100.127.255.255',
  '127.0.0.0-127.255.255.255',
  '169.254.0.0-169.254.255.255',
  '192.0.0.0-192.0.0.255',
  '198.18.0.0-198.19.255.255',
  '224.0.0.0-255.255.255.255',
  // unspecified, loopback, and IPv4 within IPv6
  '::-::ffff:ffff:ffff',
  // IPv4 behind NAT64, Teredo and 6to4
  '64:ff9b::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff',
  '2001::-2001:0:ffff:ffff:ffff:ffff:ffff:ffff',
  '2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'ff00::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'
]

/** Private networks: RFC 1918 and RFC 4193 */
const PRIVATE = [
  '10.0.0.0-10.255.255.255',
  '172.16.0.0-172.31.255.255',
  '192.168.0.0-192.168.255.255',
  'fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'
]

export interface PeerRangesInit {
  /** The addresses of this machine on which TURN listens */
  own: string[]

  /**
   * Whether the operator has given addresses at which peers outside reach this machine,
   * or the network is one without private addresses
   */
  outside: boolean

  /** Addresses, or first and last addresses, that can be reached in any case */
  allow: string[]
}

export interface PeerRanges {
  denied: string[]
  allowed: string[]

  /**
   * The private networks of this machine can be reached, so only peers in private
   * networks may use TURN
   */
  privateOnly: boolean
}

/**
 * Decides what can be reached through TURN: hosts on the internet, and this machine's
 * own addresses, which both ends use if both are relayed. At home, where nobody has a
 * public address, the private networks of this machine as well.
 *
 * @throws {InvalidParametersError}
 */
export function peerRanges ({ own, outside, allow }: PeerRangesInit): PeerRanges {
  allow.forEach(checkRange)

  const privateOnly = !outside && own.some(isIPv4) && own.every(address => !isIPv4(address) || isWithin(address, PRIVATE))
  const home = privateOnly ? PRIVATE.filter(range => own.some(address => isWithin(address, [range]))) : []

  return {
    denied: [...SPECIAL, ...PRIVATE.filter(range => !home.includes(range))],
    allowed: [...own, ...allow],
    privateOnly
  }
}

function checkRange (range: string): void {
  const ends = range.split('-')

  if (ends.length > 2 || ends.some(end => isIP(end) === 0) || isIP(ends[0]) !== isIP(ends.at(-1) ?? '')) {
    throw new InvalidParametersError(`${range} isn't a range of addresses: name one address, or the first and the last, as in 192.168.1.0-192.168.1.255`)
  }
}

function isWithin (address: string, ranges: string[]): boolean {
  const list = new BlockList()

  for (const range of ranges) {
    const [first, last] = range.split('-')

    list.addRange(first, last, isIPv4(first) ? 'ipv4' : 'ipv6')
  }

  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}
