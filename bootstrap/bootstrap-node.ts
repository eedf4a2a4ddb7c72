import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { autoNAT } from '@libp2p/autonat'
import { identify, identifyPush } from '@libp2p/identify'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { createLibp2p } from 'libp2p'
import { AGENT } from '../src/network/agent.ts'
import { forgetStrangers, MAX_REMEMBERED_PEERS, PeerRecords } from '../src/network/peer-records.ts'
import { dhtService } from './dht/dht-service.ts'
import { ownAddresses } from './own-addresses.ts'
import { signalingRelay } from './relay.ts'
import { stoppableWebRTCDirect } from './webrtc-direct.ts'
import type { BootstrapKeys } from './key-store.ts'
import type { OwnAddresses } from './own-addresses.ts'
import type { NetworkPreset } from '../src/network/presets.ts'
import type { CircuitRelayService } from '@libp2p/circuit-relay-v2'
import type { Identify, IdentifyPush } from '@libp2p/identify'
import type { ComponentLogger, Libp2p } from '@libp2p/interface'
import type { KadDHT } from '@libp2p/kad-dht'
import type { Ping } from '@libp2p/ping'

/**
 * Connections before the least used are closed: all reservations of the relay, and
 * as many again that come, ask and go
 */
export const MAX_CONNECTIONS = 2_048

/**
 * Connections a second from one address. libp2p's 5 would silently refuse those
 * who share one: a household, an office, all of a test.
 */
export const INBOUND_CONNECTION_THRESHOLD = 200

/** Connections whose handshake is under way; 10 at a time would refuse a stampede after a restart */
export const MAX_INCOMING_PENDING_CONNECTIONS = 200

export interface BootstrapServices extends Record<string, unknown> {
  identify: Identify
  identifyPush: IdentifyPush
  ping: Ping
  dht: KadDHT
  relay: CircuitRelayService
  autoNAT: unknown
  ownAddresses: OwnAddresses
}

export interface BootstrapNodeInit {
  preset: NetworkPreset
  keys: BootstrapKeys

  /** Multiaddrs */
  listen: string[]

  /** Multiaddrs to tell in addition to those it finds itself */
  announce: string[]

  /** The clock that is reported to others, in ms since the Unix epoch */
  now(): number
  logger: ComponentLogger
}

/**
 * The libp2p node of a bootstrap peer, not started
 */
export async function createBootstrapNode (init: BootstrapNodeInit): Promise<Libp2p<BootstrapServices>> {
  const { preset, keys, listen, announce, now, logger } = init

  const datastore = new PeerRecords()
  const node = await createLibp2p<BootstrapServices>({
    start: false,
    datastore,
    logger,
    privateKey: keys.privateKey,
    nodeInfo: { userAgent: AGENT },
    addresses: {
      listen,
      appendAnnounce: announce
    },
    transports: [
      tcp(),
      webSockets(),
      stoppableWebRTCDirect({
        certificate: keys.certificate,
        // by default it asks four companies for its own address, which it needs not know
        rtcConfiguration: { iceServers: [] }
      })
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: {
      // other bootstrap peers may be in the same house
      denyDialMultiaddr: () => false
    },
    connectionManager: {
      maxConnections: MAX_CONNECTIONS,
      inboundConnectionThreshold: INBOUND_CONNECTION_THRESHOLD,
      maxIncomingPendingConnections: MAX_INCOMING_PENDING_CONNECTIONS
    },
    services: {
      identify: identify(),
      // the addresses of those who get a relay reservation change after they connected
      identifyPush: identifyPush(),
      ping: ping(),
      dht: dhtService(preset, { clientMode: false, now }),
      relay: signalingRelay(),
      // tells call peers if they can be reached from outside
      autoNAT: autoNAT(),
      ownAddresses: ownAddresses()
    }
  })

  forgetStrangers(node, datastore, MAX_REMEMBERED_PEERS + MAX_CONNECTIONS)

  return node
}
