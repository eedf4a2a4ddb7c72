import { getRelaySockets, joinRoom, selfId } from '@trystero-p2p/mqtt'
import type { CreateParticipant } from '../types.ts'
import type { Room } from '@trystero-p2p/mqtt'

/** ms for Trystero to be connected and have its pool of offers, which it doesn't report */
const SETTLE = 1_500

/** Trystero with its MQTT strategy, and a broker on this machine */
export const createTrysteroParticipant: CreateParticipant = async ({ room, server }, { microphone, onTrack }) => {
  const stream = new MediaStream([microphone.track as MediaStreamTrack])
  const config = { appId: 'groupcall-bench', relayConfig: { urls: server, redundancy: server.length }, rtcConfig: { iceServers: [] } }
  let lobby: Room | undefined
  let joined: Room | undefined

  return {
    // it connects when a room is joined: this one has nobody else
    enter: async () => {
      lobby = joinRoom(config, `lobby of ${selfId}`)

      return ''
    },
    settle: async () => {
      await new Promise(resolve => setTimeout(resolve, SETTLE))

      if (Object.values<WebSocket>(getRelaySockets()).some(({ readyState }) => readyState !== WebSocket.OPEN)) {
        throw new Error('Trystero is not connected to the broker')
      }
    },
    join: async () => {
      const entered = joined = joinRoom(config, room)
      entered.onPeerJoin = peer => { entered.addStream(stream, { target: peer }) }
      entered.onPeerStream = (remote, peer) => { onTrack(peer, remote.getAudioTracks()[0]) }
    },
    leave: async () => {
      await joined?.leave()
      await lobby?.leave()
    }
  }
}
