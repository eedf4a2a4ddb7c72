import { isPrivate } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Addresses of bootstrap peers, and as many local ones: more make a QR code wider than a terminal */
const MAX_PER_SOURCE = 2

/**
 * Node dials the first, peers elsewhere the second where there is a NAT, and browsers the
 * third; few peers need the others
 */
const TRANSPORTS = ['tcp', 'tcp/p2p-circuit', 'udp/webrtc-direct', 'tcp/ws', 'udp/webrtc-direct/p2p-circuit', 'tcp/ws/p2p-circuit']

const LINK_LOCAL = /^fe[89ab]/i

/**
 * Chooses the addresses for an invite, which must work from outside, from another machine
 * on the network, from a browser, and on a machine without a network
 *
 * @param bootstrap - of the bootstrap peers
 * @param own - where the local peer listens
 */
export function inviteAddresses (bootstrap: Multiaddr[], own: Multiaddr[]): Multiaddr[] {
  const chosen = choose(own)

  return [...choose(bootstrap), ...chosen, ...otherVersion(chosen, own)]
}

/** Returns the best address of each transport, on the most reachable kind of host: a relayed one if others can't come from outside */
function choose (addresses: Multiaddr[]): Multiaddr[] {
  const usable = addresses.filter(address => !LINK_LOCAL.test(hostOf(address)))
  const kinds = new Map<string, Multiaddr>()

  for (const address of usable.sort((a, b) => rank(a) - rank(b))) {
    const key = `${peerOf(address)} ${transportOf(address)}`

    if (!kinds.has(key)) {
      kinds.set(key, address)
    }
  }

  return [...kinds.values()].sort((a, b) => preference(a) - preference(b)).slice(0, MAX_PER_SOURCE)
}

/** Returns a public IPv6 address where the best one is a public IPv4 address: a newcomer may have only IPv6 */
function otherVersion ([best]: Multiaddr[], addresses: Multiaddr[]): Multiaddr[] {
  const isDirect = (address: Multiaddr): boolean => transportOf(address) === 'tcp' && !isPrivate(address)

  if (best == null || !isDirect(best) || hostOf(best).includes(':')) {
    return []
  }

  return addresses.filter(address => isDirect(address) && hostOf(address).includes(':')).slice(0, 1)
}

function rank (address: Multiaddr): number {
  const host = hostOf(address)
  const loopback = host === '::1' || host.startsWith('127.')

  return (loopback ? 4 : 0) + (host.includes(':') ? 2 : 0) + (isPrivate(address) ? 1 : 0)
}

function preference (address: Multiaddr): number {
  const index = TRANSPORTS.indexOf(transportOf(address))

  return index < 0 ? TRANSPORTS.length : index
}

function transportOf (address: Multiaddr): string {
  return address.getComponents().map(({ name }) => name).filter(name => !/^(ip|dns|p2p$|certhash)/.test(name)).join('/')
}

function hostOf (address: Multiaddr): string {
  return address.getComponents()[0]?.value ?? ''
}

function peerOf (address: Multiaddr): string {
  return address.getComponents().findLast(({ name }) => name === 'p2p')?.value ?? ''
}
