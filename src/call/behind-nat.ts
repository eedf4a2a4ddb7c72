import { isPrivate } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * Returns whether peers elsewhere need a relay to reach this machine, as far as a
 * bootstrap peer can tell. A private address leads nowhere from outside, an address that
 * isn't ours belongs to a NAT, and peers without IPv6 can't dial IPv6. Between peers on
 * one machine or network, nothing is in the way.
 *
 * @param own - IP addresses of this machine's interfaces
 * @param entry - address of the bootstrap peer
 * @param observed - where the bootstrap peer sees us, once it has told us
 * @returns undefined if only `observed` can tell
 */
export function needsRelay (own: string[], entry: Multiaddr, observed?: Multiaddr): boolean | undefined {
  const hasPublicIP4 = own.some(host => !host.includes(':') && isPublic(`/ip4/${host}`))

  if (!hasPublicIP4 && isPublic(entry.toString())) {
    return true
  }

  return observed == null ? undefined : !own.includes(hostOf(observed) ?? '')
}

function hostOf (address: Multiaddr): string | undefined {
  return address.getComponents().find(({ name }) => name === 'ip4' || name === 'ip6')?.value
}

/** A name may stand for anything */
function isPublic (text: string): boolean {
  const address = multiaddr(text)

  return hostOf(address) != null && !isPrivate(address)
}
