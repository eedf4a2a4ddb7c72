import { webRTCDirect } from '@libp2p/webrtc'
import { multiaddr } from '@multiformats/multiaddr'
import { allInterfaces, claimPorts, MAX_ATTEMPTS } from './ports.ts'
import { whenIdle } from './when-idle.ts'
import type { Listener, Transport } from '@libp2p/interface'
import type { WebRTCDirectTransportComponents, WebRTCTransportDirectInit } from '@libp2p/webrtc'
import type { Multiaddr } from '@multiformats/multiaddr'

/** An address whose port the listener picks */
const ANY_PORT = /^\/ip[46]\/([^/]+)\/udp\/0(?=\/)/

interface SocketHolder {
  /** Private in libp2p: the UDP socket, once it is open */
  stunServer?: { close(): Promise<void> }
}

/**
 * libp2p's WebRTC-Direct transport, with two differences.
 *
 * Its listeners can be stopped while others still send to them. In node-datachannel
 * up to 0.33, stopping a listener frees its object, but neither closes the socket nor
 * removes the callback (`IceUdpMuxListener::mStopped` of libdatachannel is never
 * initialised): the next packet from a browser that hasn't noticed yet ends the process
 * with SIGSEGV or SIGABRT. Here the socket stays open on purpose and ignores what
 * arrives, until the process has nothing else to do: an open one would keep it alive.
 * Its port therefore stays in use.
 *
 * And for port 0 it picks a port that is free for UDP: libp2p picks one that is free
 * for TCP.
 */
export function stoppableWebRTCDirect (init?: WebRTCTransportDirectInit): (components: WebRTCDirectTransportComponents) => Transport {
  return (components) => {
    const transport = webRTCDirect(init)(components)
    const createListener = transport.createListener.bind(transport)

    transport.createListener = (options) => {
      const listener = keepOpen(createListener(options))
      const listen = listener.listen.bind(listener)

      listener.listen = async address => listenOnFreePort(listen, address)

      return listener
    }

    return transport
  }
}

/**
 * Calls `listen` with a free port in place of 0, and with another if a different
 * program took it in between. An address that names its port isn't changed. Rejects
 * with the last error of `listen`.
 */
export async function listenOnFreePort (listen: (address: Multiaddr) => Promise<void>, address: Multiaddr): Promise<void> {
  const host = ANY_PORT.exec(address.toString())?.[1]

  if (host == null) {
    return listen(address)
  }

  for (let attempt = 1; ; attempt++) {
    // a socket for all of IPv6 takes the port from IPv4, too
    const [port] = await claimPorts([{ protocol: 'udp', port: 0, use: 'WebRTC-Direct' }], host === '::' ? allInterfaces() : [host])

    try {
      return await listen(multiaddr(address.toString().replace('/udp/0', `/udp/${port}`)))
    } catch (err) {
      if (attempt === MAX_ATTEMPTS) {
        throw err
      }
    }
  }
}

function keepOpen (listener: Listener & SocketHolder): Listener {
  listener.addEventListener('listening', () => {
    const server = listener.stunServer

    if (server != null) {
      server.close = closeLater(server.close)
    }
  }, { once: true })

  return listener
}

/** @param close - its scope holds the native object, which must not be garbage-collected */
function closeLater (close: () => Promise<void>): () => Promise<void> {
  return async function leaveOpen () {
    whenIdle(() => {
      close().catch(() => {
        // the process is about to end
      })
    })
  }
}
