import { InvalidParametersError } from '@libp2p/interface'
import type { CallPeerInit } from './call-peer.ts'

/** @throws {InvalidParametersError} if a peer should hide its addresses, and can't */
export function checkRelayOnly ({ bootstrap = [], listen = [], mdns, relayOnly }: Pick<CallPeerInit, 'bootstrap' | 'listen' | 'mdns' | 'relayOnly'>): void {
  if (relayOnly !== true) {
    return
  }

  if (bootstrap.length === 0) {
    throw new InvalidParametersError('A peer that hides its addresses is reached through bootstrap peers: name one that may know yours')
  }

  if (listen.length > 0 || mdns === true) {
    throw new InvalidParametersError('A peer that hides its addresses neither listens nor uses mDNS: leave these out')
  }
}
