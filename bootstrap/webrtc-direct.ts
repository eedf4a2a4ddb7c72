import { webRTCDirect } from '@libp2p/webrtc'
import type { Listener, Transport } from '@libp2p/interface'
import type { WebRTCDirectTransportComponents, WebRTCTransportDirectInit } from '@libp2p/webrtc'

/** What listeners opened, for as long as the process lives */
const opened: unknown[] = []

interface StunServerHolder {
  stunServer?: { close(): Promise<void> }
}

export function lastingWebRTCDirect (init: WebRTCTransportDirectInit): (components: WebRTCDirectTransportComponents) => Transport {
  return (components) => {
    const transport = webRTCDirect(init)(components)
    const createListener = transport.createListener.bind(transport)

    transport.createListener = (options) => keepOpen(createListener(options))

    return transport
  }
}

function keepOpen (listener: Listener & StunServerHolder): Listener {
  listener.addEventListener('listening', () => {
    const server = listener.stunServer

    if (server != null) {
      opened.push(server.close)
      server.close = async () => {}
    }
  })

  return listener
}
