import { connect, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { createAudioSink, loadWebRTC } from '../../../src/webrtc/index.ts'
import { createBareParticipant } from './bare.ts'
import type { BareMessage } from './bare.ts'
import type { AudioSink } from '../../../src/webrtc/index.ts'
import type { CreateParticipant } from '../types.ts'
import type { AddressInfo, Socket } from 'node:net'

const { RTCPeerConnection } = loadWebRTC()

/**
 * Bare WebRTC whose messages go over TCP between the processes, a line each. A participant
 * connects to those with a lower index when it joins, as a call that knows all addresses would.
 */
export const createBareProcessParticipant: CreateParticipant = async ({ index, host, bitrate }, surroundings) => {
  const sockets = new Map<number, Socket>()
  let onMessage = (_: BareMessage): void => {}

  const listen = (socket: Socket, other?: number): void => {
    socket.setNoDelay(true)
    socket.on('error', () => {})
    createInterface({ input: socket }).on('line', line => {
      const message: BareMessage = JSON.parse(line)
      sockets.set(other ?? message.from, socket)
      onMessage(message)
    })
  }
  const server = createServer(socket => { listen(socket) })
  const sinks: AudioSink[] = []

  return createBareParticipant({
    index,
    RTCPeerConnection,
    bitrate,
    channel: {
      open: async listener => {
        onMessage = listener
        await new Promise<void>(resolve => { server.listen(0, host, resolve) })

        return `${(server.address() as AddressInfo).port} ${host}`
      },
      send: (to, message) => { sockets.get(to)?.write(`${JSON.stringify(message)}\n`) },
      close: () => {
        sinks.forEach(sink => { sink.stop() })
        sockets.forEach(socket => { socket.destroy() })
        server.close()
      }
    },
    connect: addresses => {
      addresses.slice(0, index).forEach((address, other) => {
        const [port, host] = address.split(' ')
        const socket = connect(Number(port), host)
        sockets.set(other, socket)
        listen(socket, other)
      })
    }
  }, {
    ...surroundings,
    onTrack: (from, track) => {
      if (bitrate != null) {
        sinks.push(createAudioSink(track, () => {}))
      }

      surroundings.onTrack(from, track)
    }
  })
}
