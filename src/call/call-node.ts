import { identify } from '@libp2p/identify'
import { mdns } from '@libp2p/mdns'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { createLibp2p } from 'libp2p'
import { dhtService, signalingRelay, stoppableWebRTCDirect } from '../../bootstrap/index.ts'
import { forgetStrangers, PeerRecords } from '../network/index.ts'
import { withLazyEncryption } from '../network/lazy-encryption.ts'
import { relayTransport } from '../network/relay-transport.ts'
import { identifyLater } from './identify-later.ts'
import { natTraversal } from './nat-traversal.ts'
import { callsOf, nodeOptions } from './node-options.ts'
import type { CallNode, CallPeerInit } from './call-peer.ts'
import type { NATTraversal } from './nat-traversal.ts'
import type { NetworkPreset } from '../network/index.ts'
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
export async function createCallNode (init: CallPeerInit, preset: NetworkPreset): Promise<CallNode> {
  const internet = !preset.private
  const datastore = new PeerRecords()

  const peer: CallNode & Libp2p<{ identify: Identify, nat: NATTraversal }> = await createLibp2p({
    ...nodeOptions(init, preset),
    datastore,
    addresses: { listen: init.listen ?? DEFAULT_LISTEN },
    // WebRTC-Direct would ask four companies for this peer's address
    transports: [withLazyEncryption(tcp()), withLazyEncryption(webSockets()), stoppableWebRTCDirect({ rtcConfiguration: { iceServers: [] } }), relayTransport()],
    connectionManager: { inboundConnectionThreshold: INBOUND_CONNECTIONS_PER_SECOND },
    peerDiscovery: init.mdns === true ? [discoverNeighbours(neighbour => { peer.services.calls.addNeighbour(neighbour) })] : [],
    services: {
      // told when it is time, see identifyLater
      identify: identify({ runOnConnectionOpen: false }),
      ping: ping(),
      dht: dhtService(preset, { clientMode: internet ? undefined : false }),
      relay: signalingRelay(),
      nat: natTraversal({ always: internet }),
      calls: callsOf(init, preset, async entry => peer.services.nat.needsRelay(entry))
    }
  })

  // hole punching needs it there, too
  identifyLater(peer, { limited: true })
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
