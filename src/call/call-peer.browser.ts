/**
 * Browser twin of `call-peer.ts`: a browser cannot be dialled, so it asks the DHT
 * without serving it, and is reached through a relay until its links are up. All of
 * it comes after the first screen, so that libp2p needs no file of its own.
 */

import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify, identifyPush } from '@libp2p/identify'
import { ping } from '@libp2p/ping'
import { webRTCDirect } from '@libp2p/webrtc'
import { webSockets } from '@libp2p/websockets'
import { createLibp2p } from 'libp2p'
import { dhtClient } from '../network/dht-client.ts'
import { forgetStrangers, PeerRecords } from '../network/peer-records.ts'
import { getPreset } from '../network/presets.ts'
import { identifyLater } from './identify-later.ts'
import { callsOf, nodeOptions } from './node-options.ts'
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
  const datastore = new PeerRecords()

  init.signal?.throwIfAborted()

  const peer: CallPeer & Libp2p<{ identify: Identify }> = await createLibp2p({
    ...nodeOptions(init),
    datastore,
    // WebRTC-Direct would ask four companies for this peer's address
    transports: [webSockets(), webRTCDirect({ rtcConfiguration: { iceServers: [] } }), circuitRelayTransport()],
    services: {
      // told when it is time, see identifyLater
      identify: identify({ runOnConnectionOpen: false }),
      // the relay's address is there only after the connection
      identifyPush: identifyPush(),
      ping: ping(),
      dht: dhtClient(preset),
      calls: callsOf(init, preset, true)
    }
  })

  identifyLater(peer)
  forgetStrangers(peer, datastore)
  await startOrStop(peer, init)

  return peer
}
