import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { autoNAT } from '@libp2p/autonat'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { dcutr } from '@libp2p/dcutr'
import { identify } from '@libp2p/identify'
import { mdns } from '@libp2p/mdns'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { uPnPNAT } from '@libp2p/upnp-nat'
import { webSockets } from '@libp2p/websockets'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { AGENT, dhtService, forgetStrangers, PeerRecords, signalingRelay, stoppableWebRTCDirect } from '../../bootstrap/index.ts'
import { groupCalls } from './group-calls.ts'
import { identifyLater } from './identify-later.ts'
import type { CallPeer, CallPeerInit } from './call-peer.ts'
import type { NetworkPreset } from '../../bootstrap/index.ts'
import type { Identify } from '@libp2p/identify'
import type { Libp2p, PeerDiscovery, PeerInfo } from '@libp2p/interface'
import type { MulticastDNSComponents } from '@libp2p/mdns'

/**
 * Connections a second from one address: libp2p's five would refuse a family
 * behind one router
 */
const INBOUND_CONNECTIONS_PER_SECOND = 100

/** All interfaces, any port: TCP for Node, WebSocket and WebRTC-Direct for browsers */
const DEFAULT_LISTEN = ['tcp/0', 'tcp/0/ws', 'udp/0/webrtc-direct'].flatMap(rest => [`/ip4/0.0.0.0/${rest}`, `/ip6/::/${rest}`])

/** What groupcall's peers call themselves on a local network: they look for no others */
const MDNS_TAG = '_groupcall._udp.local'

/** ms between questions to the local network: one that crosses another's start is soon repeated */
const MDNS_INTERVAL = 3_000

/** The libp2p node of a call peer, not started */
export async function createCallNode (init: CallPeerInit, preset: NetworkPreset): Promise<CallPeer> {
  const entries = [...(init.bootstrap ?? []), ...preset.addresses].map(address => multiaddr(address))
  const internet = !preset.private
  const datastore = new PeerRecords()

  const peer: CallPeer & Libp2p<{ identify: Identify }> = await createLibp2p({
    start: false,
    datastore,
    privateKey: init.sessionKey,
    nodeInfo: { userAgent: AGENT },
    logger: init.logger,
    addresses: { listen: init.listen ?? [...DEFAULT_LISTEN, ...(internet ? ['/p2p-circuit'] : [])] },
    // WebRTC-Direct would ask four companies for this peer's address
    transports: [tcp(), webSockets(), stoppableWebRTCDirect({ rtcConfiguration: { iceServers: [] } }), circuitRelayTransport()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    // members are often on one's own machine or network
    connectionGater: { denyDialMultiaddr: () => false },
    connectionManager: { inboundConnectionThreshold: INBOUND_CONNECTIONS_PER_SECOND },
    peerDiscovery: init.mdns === true ? [discoverNeighbours(neighbour => { peer.services.calls.addNeighbour(neighbour) })] : [],
    services: {
      // told when it is time, see identifyLater
      identify: identify({ runOnConnectionOpen: false }),
      ping: ping(),
      dht: dhtService(preset, { clientMode: internet ? undefined : false }),
      relay: signalingRelay(),
      ...(internet ? { autoNAT: autoNAT(), dcutr: dcutr(), upnpNAT: uPnPNAT() } : {}),
      calls: groupCalls({ identity: init.identity, dhtProtocol: preset.dhtProtocol, proofs: preset.proofs, privateAddresses: preset.private, entries, relay: init.relay ?? internet, now: init.now })
    }
  })

  identifyLater(peer)
  forgetStrangers(peer, datastore)

  return peer
}

/** Finds peers on the local network, and tells of them besides what libp2p does */
function discoverNeighbours (onNeighbour: (peer: PeerInfo) => void): (components: MulticastDNSComponents) => PeerDiscovery {
  return components => {
    const discovery = mdns({ serviceTag: MDNS_TAG, interval: MDNS_INTERVAL })(components)
    discovery.addEventListener('peer', ({ detail }) => { onNeighbour(detail) })

    return discovery
  }
}
