import { sourceOf } from '../stun/rate-limit.ts'
import { isRelayed } from './provider-record.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * The network that an address is in, as far as its owner has paid for it: the /24 of
 * an IPv4 address, the /64 of an IPv6 address. All who come over relays are of one,
 * since nothing is known of where they are.
 */
export function networkOf (address: Multiaddr): string {
  const [{ name, value }] = address.getComponents()

  if (value == null || isRelayed(address)) {
    return 'relayed'
  }

  switch (name) {
    case 'ip4':
      return value.split('.').slice(0, 3).join('.')
    case 'ip6':
      return sourceOf(value)
    default:
      return value
  }
}
