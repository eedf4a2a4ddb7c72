import { multiaddr } from '@multiformats/multiaddr'
import { canonicalIp } from '../canonical-ip.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Where a dial leads */
export interface DialTarget {
  /** Identifies what receives our packets: protocol, host and port, however the address spells them */
  key: string
  /** Whether the host is a name, which DNS turns into any address */
  named: boolean
}

/** The relay in an address, if it is not dialled directly */
export interface RelayTarget {
  /** PeerId of the relay */
  id: string
  /** Of the relay itself */
  address: Multiaddr
}

const HOSTS = ['ip4', 'ip6', 'dns', 'dns4', 'dns6']

/**
 * Returns the host and port that a dial of an address sends packets to: those of the
 * relay for a relayed one. Returns undefined for an address that nobody else may make us
 * dial: without a host and port, like that of a Unix socket, with a host that
 * can't be a peer's, or one that resolves to any number of addresses (`dnsaddr`).
 */
export function dialTargetOf (address: Multiaddr): DialTarget | undefined {
  const components = address.getComponents().filter(({ name }) => name !== 'ip6zone')
  const [{ name, value: host = '' } = { name: '' }, { name: protocol, value: port } = { name: '' }] = components

  if (!HOSTS.includes(name) || (protocol !== 'tcp' && protocol !== 'udp') || port == null) {
    return undefined
  }

  const canonical = name.startsWith('dns') ? host.toLowerCase().replace(/\.$/, '') : targetIp(host)

  return canonical == null || canonical === '' ? undefined : { key: `${protocol} ${canonical} ${port}`, named: name.startsWith('dns') }
}

/**
 * Returns the relay that an address leads through, or undefined if it leads straight to
 * its peer
 *
 * @throws {Error} if it leads through several relays, or doesn't name the relay
 */
export function relayTargetOf (address: Multiaddr): RelayTarget | undefined {
  const [first, ...others] = address.toString().split('/p2p-circuit')

  if (others.length === 0) {
    return undefined
  }

  const relay = multiaddr(first)
  const id = peerIn(relay)

  if (others.length > 1 || id == null) {
    throw new Error('An address leads through more than one relay, or through an unknown one')
  }

  return { id, address: relay }
}

/** Returns whether an address stands for a list of others, which libp2p looks up */
export function isList (address: Multiaddr): boolean {
  return address.getComponents()[0]?.name === 'dnsaddr'
}

/** Returns the peer at which an address ends */
export function peerIn (address: Multiaddr): string | undefined {
  return address.getComponents().findLast(({ name }) => name === 'p2p')?.value
}

/** Returns undefined for multicast and broadcast, which would reach many hosts at once */
function targetIp (ip: string): string | undefined {
  if (!ip.includes(':')) {
    const first = Number(ip.split('.')[0])

    // a dial of 0.0.0.0 reaches the local machine, as all of 127.0.0.0/8 does
    if (first === 0 || first === 127) {
      return 'loopback'
    }

    return first >= 224 ? undefined : ip
  }

  const canonical = canonicalIp(ip.toLowerCase())

  if (canonical == null) {
    return undefined
  }

  // IPv4 within IPv6, RFC 4291 section 2.5.5.2
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)

  if (mapped != null) {
    const [high, low] = mapped.slice(1).map(group => Number.parseInt(group, 16))

    return targetIp([high >> 8, high & 255, low >> 8, low & 255].join('.'))
  }

  if (canonical.startsWith('ff')) {
    return undefined
  }

  return canonical === '::1' || canonical === '::' ? 'loopback' : canonical
}
