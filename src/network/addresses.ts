import { MAX_RECORD_ADDRESSES } from './limits.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * Which of a peer's own addresses to tell others, the most useful first: those of
 * this machine alone only when there are no others, and of each interface and
 * family something that Node can dial and something that browsers can.
 */
export function selectAddresses (addresses: Multiaddr[], max: number = MAX_RECORD_ADDRESSES): Multiaddr[] {
  const reachable = addresses.filter(address => !isLoopback(address))

  return (reachable.length > 0 ? reachable : addresses)
    .map((address, order) => ({ address, order, rank: rank(address) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, max)
    .map(({ address }) => address)
}

/** TCP connects the fastest; a relay is the last resort of those who have nothing else */
function rank (address: Multiaddr): number {
  const names = address.getComponents().map(({ name }) => name)

  if (names.includes('p2p-circuit')) {
    return 3
  }

  if (names.includes('webrtc-direct')) {
    return 1
  }

  return names.includes('ws') || names.includes('wss') ? 2 : 0
}

function isLoopback (address: Multiaddr): boolean {
  const [first] = address.getComponents()

  return (first?.name === 'ip4' && first.value?.startsWith('127.') === true) || (first?.name === 'ip6' && first.value === '::1')
}
