/**
 * @packageDocumentation
 *
 * Bootstrap peers, by which other peers enter the network. A bootstrap peer is an
 * ordinary libp2p peer whose addresses last. It serves the DHT, relays signaling
 * between peers that can't reach each other, and tells peers their public address
 * (STUN). It isn't involved in calls.
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
export { DataDirError, PortInUseError, TurnServerError } from './errors.ts'
export { keepConnected } from './keep-connected.ts'
export { createPageServer } from './page-server.ts'
export { DEFAULT_METRICS_HOST, DEFAULT_PAGE_PORT, DEFAULT_STUN_PORT, DEFAULT_TCP_PORT, DEFAULT_TURN_PORT, DEFAULT_WEBRTC_PORT, DEFAULT_WS_PORT } from './ports.ts'
export { signalingRelay } from './relay.ts'
export { askStunServers, createStunResponder } from './stun/index.ts'
export { DEFAULT_MAX_MBIT, DEFAULT_RELAY_PORTS } from './turn/create-turn.ts'
export { stoppableWebRTCDirect } from './webrtc-direct.ts'
export type { DHTInitOptions, NetworkPreset } from '../src/network/index.ts'
export type { DhtServiceOptions } from './dht/dht-service.ts'
export type { RelayComponents } from './relay.ts'
export type { BootstrapServices } from './bootstrap-node.ts'
export type { BootstrapPeer, BootstrapPeerInit, BootstrapStatistics } from './bootstrap-peer.ts'
export type { KeepConnectedInit } from './keep-connected.ts'
export type { PageConfig, PageServer, PageServerInit } from './page-server.ts'
export type { StunAddress, StunResponder, StunResponderInit, StunStatistics } from './stun/index.ts'
export type { Turn, TurnInit } from './turn/create-turn.ts'
export type { TurnCredentials } from './turn/turn-credentials.ts'
export type { RelayPorts } from './turn/turn-config.ts'
