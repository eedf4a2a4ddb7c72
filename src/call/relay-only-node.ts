import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { withLazyEncryption } from '../network/lazy-encryption.ts'
import { relayedAddresses } from '../network/relay-only.ts'
import { relayTransport } from '../network/relay-transport.ts'
import { createClientNode } from './client-node.ts'
import type { CallNode, CallPeerInit } from './call-peer.ts'
import type { NetworkPreset } from '../network/index.ts'

/**
 * The libp2p node of a call peer that hides its addresses, not started. It listens
 * nowhere: others reach it through its bootstrap peers. It neither serves nor relays, and
 * there is nothing in it that finds out or tells its addresses: mDNS, UPnP, AutoNAT, hole
 * punching.
 */
export async function createRelayOnlyNode (init: CallPeerInit, preset: NetworkPreset): Promise<CallNode> {
  return createClientNode(init, preset, {
    // others may report addresses that they see us at
    addresses: { listen: [], announceFilter: relayedAddresses },
    transports: [withLazyEncryption(tcp()), withLazyEncryption(webSockets()), relayTransport()]
  })
}
