import { ip4Network, ip6Network } from '../../src/network/ip-network.ts'
import { isRelayed } from '../../src/network/provider-record.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * The network that an address is in, as far as its owner has paid for it. All who
 * come over relays are of one, since nothing is known of where they are.
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
