/**
 * @packageDocumentation
 *
 * How a peer enters the network: which DHT it speaks and whom it asks first, and
 * the bootstrap peer that answers. A bootstrap peer is an ordinary libp2p peer with
 * addresses that last. It serves the DHT, relays signaling between peers that
 * cannot reach each other, and tells peers their public address (STUN). It knows
 * nothing of calls.
 *
 * @example
 *
 * ```TypeScript
 * import { createBootstrapPeer } from 'groupcall/bootstrap'
 *
 * const peer = await createBootstrapPeer({ dataDir: '/var/lib/groupcall' })
 *
 * console.log(peer.addresses().join('\n'))
 * console.log(peer.stunUrl)
 * ```
 */

export { AGENT, dhtClient, dhtInit, forgetStrangers, getPreset, NETWORK_NAMES, PeerRecords, UnknownNetworkError } from '../src/network/index.ts'
export { createBootstrapPeer } from './bootstrap-peer.ts'
export { dhtService } from './dht/dht-service.ts'
export { DataDirError, PortInUseError } from './errors.ts'
export { keepConnected } from './keep-connected.ts'
export { createPageServer } from './page-server.ts'
export { DEFAULT_PAGE_PORT, DEFAULT_STUN_PORT, DEFAULT_TCP_PORT, DEFAULT_WEBRTC_PORT, DEFAULT_WS_PORT } from './ports.ts'
export { signalingRelay } from './relay.ts'
export { createStunResponder } from './stun/index.ts'
export { stoppableWebRTCDirect } from './webrtc-direct.ts'
export type { DHTInitOptions, NetworkPreset } from '../src/network/index.ts'
export type { BootstrapServices } from './bootstrap-node.ts'
export type { BootstrapPeer, BootstrapPeerInit, BootstrapStatistics } from './bootstrap-peer.ts'
export type { KeepConnectedInit } from './keep-connected.ts'
export type { PageConfig, PageServer, PageServerInit } from './page-server.ts'
export type { StunResponder, StunResponderInit, StunStatistics } from './stun/index.ts'
