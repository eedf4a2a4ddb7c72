import { ip4Network, ip6Network } from '../../src/network/ip-network.ts'
import { isRelayed } from '../../src/network/provider-record.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * Returns the network of an address, of the size that an attacker has to pay for. All
 * peers that come over relays share one, because their own network isn't known.
 */
export function networkOf (address: Multiaddr): string {
  const [{ name, value }] = address.getComponents()

  if (value == null || isRelayed(address)) {
    return 'relayed'
  }

  switch (name) {
    case 'ip4':
      return ip4Network(value)
    case 'ip6':
      return ip6Network(value)
    default:
      return value
  }
}
