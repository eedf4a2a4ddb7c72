import { isPrivate } from '@libp2p/utils'
import { LOCAL_ADDRESSES, MAX_RECORD_ADDRESSES, MAX_RELAYED_ADDRESSES } from './limits.ts'
import { isRelayed, relayOf } from './provider-record.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * Which of a peer's own addresses to tell others, the most useful first: those of
 * this machine alone only when there are no others, and of each interface and
 * family something that Node can dial and something that browsers can. Those that work
 * from outside have precedence over private ones, of which a machine may have any number.
 */
export function selectAddresses (addresses: Multiaddr[], max: number = MAX_RECORD_ADDRESSES): Multiaddr[] {
  const reachable = addresses.filter(address => !isLoopback(address))
  const useful = [...reachable.length > 0 ? reachable : addresses].sort((a, b) => rank(a) - rank(b))
  const direct = useful.filter(address => !isRelayed(address))
  const local = direct.filter(isPrivate)
  const selected = [
    ...selectRelayed(useful.filter(isRelayed)),
    ...local.slice(0, LOCAL_ADDRESSES),
    ...direct.filter(address => !isPrivate(address)),
    ...local.slice(LOCAL_ADDRESSES)
  ]

  return selected.slice(0, max).sort((a, b) => rank(a) - rank(b) || Number(isPrivate(a)) - Number(isPrivate(b)))
}

/** Returns one address for each relay and transport: a relay names those of all its interfaces */
function selectRelayed (addresses: Multiaddr[]): Multiaddr[] {
  const selected = new Map<string, Multiaddr>()

  for (const address of [...addresses.filter(address => !isPrivate(address)), ...addresses.filter(isPrivate)]) {
    const kind = `${rank(address)} ${relayOf(address)}`

    if (!selected.has(kind)) {
      selected.set(kind, address)
    }
  }

  return [...selected.values()].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_RELAYED_ADDRESSES)
}

/** TCP connects the fastest; a relay is the last resort */
function rank (address: Multiaddr): number {
  const names = address.getComponents().map(({ name }) => name)
  const relayed = names.includes('p2p-circuit') ? 3 : 0

  if (names.includes('webrtc-direct')) {
    return relayed + 1
  }

  return relayed + (names.includes('ws') || names.includes('wss') ? 2 : 0)
}

/** Returns whether an address leads to this machine itself, by its IP address */
export function isLoopback (address: Multiaddr): boolean {
  const [first] = address.getComponents()

  return (first?.name === 'ip4' && first.value?.startsWith('127.') === true) || (first?.name === 'ip6' && first.value === '::1')
}
