import SimplePeer from 'simple-peer'
import type { CreateParticipant } from '../types.ts'

/** What the room's server sends */
export interface RoomMessage {
  /** Participants that were there before this one, which calls them */
  members?: number[]
  from?: number
  data?: SimplePeer.SignalData
}

/** simple-peer with a server that passes messages on, see `room-server.ts` */
export const createSimplePeerParticipant: CreateParticipant = async ({ index, room, server: [url] }, { microphone, onTrack }) => {
  const stream = new MediaStream([microphone.track as MediaStreamTrack])
  const peers = new Map<number, SimplePeer.Instance>()
  let socket: WebSocket | undefined

  const peerOf = (other: number, initiator: boolean): SimplePeer.Instance => {
    let peer = peers.get(other)

    if (peer == null) {
      peer = new SimplePeer({ initiator, stream, config: { iceServers: [] } })
      peers.set(other, peer)
      peer.on('signal', data => { socket?.send(JSON.stringify({ to: other, data })) })
      peer.on('stream', remote => { onTrack(String(other), remote.getAudioTracks()[0]) })
      peer.on('error', () => {})
    }

    return peer
  }

  return {
    enter: async () => {
      const opening = socket = new WebSocket(url)
      opening.addEventListener('message', ({ data }) => {
        const message: RoomMessage = JSON.parse(data)
        message.members?.forEach(other => { peerOf(other, true) })

        if (message.from != null && message.data != null) {
          peerOf(message.from, false).signal(message.data)
        }
      })
      await new Promise((resolve, reject) => {
        opening.addEventListener('open', resolve)
        opening.addEventListener('error', reject)
      })

      return ''
    },
    join: async () => { socket?.send(JSON.stringify({ room, index })) },
    leave: async () => {
      peers.forEach(peer => { peer.destroy() })
      socket?.close()
    }
  }
}
