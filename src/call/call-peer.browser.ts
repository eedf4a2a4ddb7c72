/**
 * Browser twin of `call-peer.ts`: a browser cannot be dialled, so it asks the DHT
 * without serving it, and is reached through a relay until its links are up
 */

import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify, identifyPush } from '@libp2p/identify'
import { ping } from '@libp2p/ping'
import { webRTCDirect } from '@libp2p/webrtc'
import { webSockets } from '@libp2p/websockets'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { AGENT } from '../../bootstrap/agent.ts'
import { dhtClient } from '../../bootstrap/dht/dht-client.ts'
import { forgetStrangers, PeerRecords } from '../../bootstrap/peer-records.ts'
import { getPreset } from '../../bootstrap/presets.ts'
import { groupCalls } from './group-calls.ts'
import { identifyLater } from './identify-later.ts'
import { startOrStop } from './start-or-stop.ts'
import type { CallPeer, CallPeerInit } from './call-peer.ts'
import type { Identify } from '@libp2p/identify'
import type { Libp2p } from '@libp2p/interface'

/**
 * A libp2p node with everything that group calls need. It is started; its
 * bootstrap peers are being dialled.
 */
export async function createCallPeer (init: CallPeerInit): Promise<CallPeer> {
  const preset = getPreset(init.network ?? 'local')
  const entries = [...(init.bootstrap ?? []), ...preset.addresses].map(address => multiaddr(address))
  const datastore = new PeerRecords()

  init.signal?.throwIfAborted()

  const peer: CallPeer & Libp2p<{ identify: Identify }> = await createLibp2p({
    start: false,
    datastore,
    privateKey: init.sessionKey,
    nodeInfo: { userAgent: AGENT },
    logger: init.logger,
    // WebRTC-Direct would ask four companies for this peer's address
    transports: [webSockets(), webRTCDirect({ rtcConfiguration: { iceServers: [] } }), circuitRelayTransport()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    // members are often on one's own machine or network, which browsers do not dial by default
    connectionGater: { denyDialMultiaddr: () => false },
    services: {
      // told when it is time, see identifyLater
      identify: identify({ runOnConnectionOpen: false }),
      // the relay's address is there only after the connection
      identifyPush: identifyPush(),
      ping: ping(),
      dht: dhtClient(preset),
      calls: groupCalls({ identity: init.identity, dhtProtocol: preset.dhtProtocol, proofs: preset.proofs, privateAddresses: preset.private, entries, relay: init.relay ?? true, now: init.now })
    }
  })

  identifyLater(peer)
  forgetStrangers(peer, datastore)
  await startOrStop(peer, init)

  return peer
}
