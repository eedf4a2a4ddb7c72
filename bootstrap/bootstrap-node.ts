import { noise } from '@chainsafe/libp2p-noise'
import { identify, identifyPush } from '@libp2p/identify'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { createLibp2p } from 'libp2p'
import { AGENT } from '../src/network/agent.ts'
import { streamMuxer } from '../src/network/muxer.ts'
import { forgetStrangers, MAX_REMEMBERED_PEERS, PeerRecords } from '../src/network/peer-records.ts'
import { dhtService } from './dht/dht-service.ts'
import { dialBack } from './dial-back.ts'
import { iceResponder } from './ice-responder.ts'
import { ownAddresses } from './own-addresses.ts'
import { signalingRelay } from './relay.ts'
import { stoppableWebRTCDirect } from './webrtc-direct.ts'
import type { BootstrapPeerInit } from './bootstrap-peer.ts'
import type { IceResponder, IceResponderInit } from './ice-responder.ts'
import type { BootstrapKeys } from './key-store.ts'
import type { OwnAddresses } from './own-addresses.ts'
import type { NetworkPreset } from '../src/network/presets.ts'
import type { CircuitRelayService } from '@libp2p/circuit-relay-v2'
import type { Identify, IdentifyPush } from '@libp2p/identify'
import type { ComponentLogger, Libp2p } from '@libp2p/interface'
import type { KadDHT } from '@libp2p/kad-dht'
import type { Ping } from '@libp2p/ping'

/**
 * Connections above which the least used are closed: one for every relay reservation,
 * and as many again for peers that ask something and leave
 */
export const MAX_CONNECTIONS = 2_048

/**
 * Connections a second from one address. libp2p's 5 would silently refuse peers that
 * share an address: a household, an office, a whole test.
 */
export const INBOUND_CONNECTION_THRESHOLD = 200

/** Connections whose handshake is in progress; libp2p's 10 would refuse the stampede after a restart */
export const MAX_INCOMING_PENDING_CONNECTIONS = 200

export interface BootstrapServices extends Record<string, unknown> {
  identify: Identify
  identifyPush: IdentifyPush
  ping: Ping
  dht: KadDHT
  relay: CircuitRelayService
  autoNAT: unknown
  /** @internal */
  ownAddresses: OwnAddresses
  /** @internal */
  iceResponder: IceResponder
}

export interface BootstrapNodeInit {
  preset: NetworkPreset
  keys: BootstrapKeys

  /** Multiaddrs */
  listen: string[]

  /** Multiaddrs to announce besides those that the node finds itself */
  announce: string[]

  /** The clock that is reported to other peers, in ms since the Unix epoch */
  now(): number

  /** See {@link IceResponderInit} */
  servicesFor: IceResponderInit['servicesFor']
  logger: ComponentLogger
  metrics?: BootstrapPeerInit['metrics']
}

/**
 * Returns the libp2p node of a bootstrap peer, not started
 */
export async function createBootstrapNode (init: BootstrapNodeInit): Promise<Libp2p<BootstrapServices>> {
  const { preset, keys, listen, announce, now, servicesFor, logger, metrics } = init

  const datastore = new PeerRecords()
  const node = await createLibp2p<BootstrapServices>({
    start: false,
    datastore,
    logger,
    metrics,
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
        // by default it asks the STUN servers of four companies for its address, which it doesn't need
        rtcConfiguration: { iceServers: [] }
      })
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [streamMuxer()],
    connectionGater: {
      // other bootstrap peers may be on the same local network
      denyDialMultiaddr: () => false
    },
    connectionManager: {
      maxConnections: MAX_CONNECTIONS,
      inboundConnectionThreshold: INBOUND_CONNECTION_THRESHOLD,
      maxIncomingPendingConnections: MAX_INCOMING_PENDING_CONNECTIONS
    },
    services: {
      identify: identify(),
      // a peer's addresses change when it gets a relay reservation, after it connected
      identifyPush: identifyPush(),
      ping: ping(),
      dht: dhtService(preset, { clientMode: false, now }),
      relay: signalingRelay(),
      // tells call peers whether they can be reached from outside
      autoNAT: dialBack(),
      ownAddresses: ownAddresses(),
      iceResponder: iceResponder({ servicesFor })
    }
  })

  forgetStrangers(node, datastore, MAX_REMEMBERED_PEERS + MAX_CONNECTIONS)

  return node
}
