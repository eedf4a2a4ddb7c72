/**
 * Browser twin of `call-peer.ts`: a browser cannot be dialled. All of it comes after the
 * first screen, so that libp2p needs no file of its own.
 */

import { webRTCDirect } from '@libp2p/webrtc'
import { webSockets } from '@libp2p/websockets'
import { withLazyEncryption } from '../network/lazy-encryption.ts'
import { getPreset } from '../network/presets.ts'
import { relayTransport } from '../network/relay-transport.ts'
import { createClientNode } from './client-node.ts'
import { checkRelayOnly } from './relay-only-check.ts'
import { startOrStop } from './start-or-stop.ts'
import type { CallPeer, CallPeerInit } from './call-peer.ts'

/**
 * A libp2p node with everything that group calls need. It is started; its
 * bootstrap peers are being dialled.
 */
export async function createCallPeer (init: CallPeerInit): Promise<CallPeer> {
  const preset = getPreset(init.network ?? 'local')

  init.signal?.throwIfAborted()
  checkRelayOnly(init)

  const node = await createClientNode(init, preset, {
    // WebRTC-Direct would ask four companies for this peer's address
    transports: [withLazyEncryption(webSockets()), webRTCDirect({ rtcConfiguration: { iceServers: [] } }), relayTransport()]
  })

  return startOrStop(node, init)
}
