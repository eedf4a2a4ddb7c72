import { isPrivate } from '@libp2p/utils'
import type { CallPeer } from '../../index.ts'
import type { AbortOptions } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** ms to wait for a relay: it takes a few round trips, and longer on a busy machine */
const RELAY_LIMIT = 1_500

/** The first comes as soon as there is a relay */
const EVENTS = ['transport:listening', 'self:peer:update'] as const

export type OutsidePeer = Pick<CallPeer, 'getMultiaddrs' | 'addEventListener' | 'removeEventListener'>

/**
 * Returns whether an invite should soon contain an address of the peer that works from
 * outside, but doesn't yet. On a machine or network of its own, bootstrap peers have
 * private addresses like everybody else.
 */
export function lacksOutsideAddress (peer: Pick<OutsidePeer, 'getMultiaddrs'>, bootstrap: readonly Multiaddr[]): boolean {
  return bootstrap.some(address => !isPrivate(address)) && peer.getMultiaddrs().every(isPrivate)
}

/** Resolves when it has one, but no later than after a while */
export async function untilOutsideAddress (peer: OutsidePeer, bootstrap: readonly Multiaddr[], { signal }: Required<AbortOptions>): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(RELAY_LIMIT)])

  await new Promise<void>(resolve => {
    const check = (): void => {
      if (limit.aborted || !lacksOutsideAddress(peer, bootstrap)) {
        EVENTS.forEach(event => { peer.removeEventListener(event, check) })
        resolve()
      }
    }

    EVENTS.forEach(event => { peer.addEventListener(event, check) })
    limit.addEventListener('abort', check, { once: true })
    check()
  })
}
