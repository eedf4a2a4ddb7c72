import { WebSocketServer } from 'ws'
import type { AddressInfo } from 'node:net'
import type { WebSocket } from 'ws'

/**
 * A server that tells a participant of a room which others are there, and passes messages on
 * between them: what users of simple-peer write themselves
 *
 * @returns its URL
 */
export async function startRoomServer (host: string): Promise<string> {
  const server = new WebSocketServer({ host, port: 0 })
  const rooms = new Map<string, Map<number, WebSocket>>()

  server.on('connection', socket => {
    let members = new Map<number, WebSocket>()
    let self = -1

    socket.on('message', bytes => {
      const { room, index, to, data } = JSON.parse(String(bytes))

      if (room != null) {
        members = rooms.get(room) ?? members
        rooms.set(room, members)
        socket.send(JSON.stringify({ members: [...members.keys()] }))
        self = index
        members.set(index, socket)
      } else {
        members.get(to)?.send(JSON.stringify({ from: self, data }))
      }
    })
  })
  await new Promise(resolve => { server.once('listening', resolve) })

  return `ws://${host}:${(server.address() as AddressInfo).port}`
}
