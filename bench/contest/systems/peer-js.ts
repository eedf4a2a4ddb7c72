import { Peer } from 'peerjs'
import type { CreateParticipant } from '../types.ts'
import type { MediaConnection } from 'peerjs'

/**
 * PeerJS with its own server. It has no rooms: everybody knows the ids of all others,
 * and calls those with a lower index.
 */
export const createPeerJsParticipant: CreateParticipant = async ({ index, room, server: [url] }, { microphone, onTrack }) => {
  const stream = new MediaStream([microphone.track as MediaStreamTrack])
  const { hostname, port } = new URL(url)
  const idOf = (other: number): string => `${room}-${other}`
  let peer: Peer | undefined

  const listen = (call: MediaConnection): void => {
    call.on('stream', remote => { onTrack(call.peer, remote.getAudioTracks()[0]) })
  }

  return {
    enter: async () => {
      const opening = peer = new Peer(idOf(index), { host: hostname, port: Number(port), path: '/', config: { iceServers: [] } })
      opening.on('call', call => {
        listen(call)
        call.answer(stream)
      })
      await new Promise<void>((resolve, reject) => {
        opening.on('open', () => { resolve() })
        opening.on('error', reject)
      })

      return ''
    },
    join: async () => {
      for (let other = 0; other < index; other++) {
        const call = peer?.call(idOf(other), stream)

        if (call != null) {
          listen(call)
        }
      }
    },
    leave: async () => { peer?.destroy() }
  }
}
