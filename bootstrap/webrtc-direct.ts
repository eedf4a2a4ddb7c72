import { webRTCDirect } from '@libp2p/webrtc'
import type { Listener, Transport } from '@libp2p/interface'
import type { WebRTCDirectTransportComponents, WebRTCTransportDirectInit } from '@libp2p/webrtc'

/** What keeps the sockets of listeners from being collected */
const kept: unknown[] = []

interface SocketHolder {
  /** Private in libp2p: the UDP socket, once it is open */
  stunServer?: { close(): Promise<void> }
}

/**
 * libp2p's WebRTC-Direct transport, whose listeners can be stopped while others
 * still send to them.
 *
 * In node-datachannel up to 0.33 stopping a listener frees its object, but neither
 * closes the socket nor takes back the callback (`IceUdpMuxListener::mStopped` of
 * libdatachannel is never initialised), so the next packet of any browser that
 * has not noticed yet ends the process with SIGSEGV or SIGABRT. Here the socket is
 * left open on purpose, and deaf. So its port stays taken, and a process that has
 * listened ends by `process.exit()` only.
 */
export function stoppableWebRTCDirect (init?: WebRTCTransportDirectInit): (components: WebRTCDirectTransportComponents) => Transport {
  return (components) => {
    const transport = webRTCDirect(init)(components)
    const createListener = transport.createListener.bind(transport)

    transport.createListener = (options) => keepOpen(createListener(options))

    return transport
  }
}

function keepOpen (listener: Listener & SocketHolder): Listener {
  listener.addEventListener('listening', () => {
    const server = listener.stunServer

    if (server != null) {
      // the function's scope holds the native object
      kept.push(server.close)
      server.close = leaveOpen
    }
  }, { once: true })

  return listener
}

async function leaveOpen (): Promise<void> {}
