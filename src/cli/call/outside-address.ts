import { isPrivate } from '@libp2p/utils'
import { untilAddresses } from '../until-addresses.ts'
import type { AddressedPeer } from '../until-addresses.ts'
import type { AbortOptions } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** ms to wait for a relay: it takes a few round trips, and longer on a busy machine */
const RELAY_LIMIT = 1_500

/**
 * Returns whether an invite should soon contain an address of the peer that works from
 * outside, but doesn't yet. On a machine or network of its own, bootstrap peers have
 * private addresses like everybody else.
 */
export function lacksOutsideAddress (peer: Pick<AddressedPeer, 'getMultiaddrs'>, bootstrap: readonly Multiaddr[]): boolean {
  return bootstrap.some(address => !isPrivate(address)) && peer.getMultiaddrs().every(isPrivate)
}

/** Resolves when it has one, but no later than after a while */
export async function untilOutsideAddress (peer: AddressedPeer, bootstrap: readonly Multiaddr[], { signal }: Required<AbortOptions>): Promise<void> {
  await untilAddresses(peer, () => !lacksOutsideAddress(peer, bootstrap), AbortSignal.any([signal, AbortSignal.timeout(RELAY_LIMIT)]))
}
