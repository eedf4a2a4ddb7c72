import { openMicrophone } from '../src/index.ts'
import { RTCPeerConnection } from '../src/webrtc/index.ts'
import { firstSound } from './first-sound.ts'

/**
 * Measures the bare limit: the same mesh with the same WebRTC library, whose signaling
 * is a function call
 *
 * @returns ms from the first offer to sound on every edge
 */
export async function runBareMesh (n: number): Promise<number> {
  const microphones = await Promise.all(Array.from({ length: n }, async () => openMicrophone({ kind: 'tone' })))
  const connections: RTCPeerConnection[] = []
  const began = performance.now()

  try {
    const edges = microphones.flatMap((a, i) => microphones.slice(0, i).map(async b => {
      const pair = [new RTCPeerConnection({ bundlePolicy: 'max-bundle' }), new RTCPeerConnection({ bundlePolicy: 'max-bundle' })]
      connections.push(...pair)

      return connect(pair[0], pair[1], a.track as MediaStreamTrack, b.track as MediaStreamTrack)
    }))

    return Math.max(...(await Promise.all(edges)).flat()) - began
  } finally {
    connections.forEach(connection => { connection.close() })
    await Promise.all(microphones.map(async microphone => microphone.stop()))
  }
}

async function connect (a: RTCPeerConnection, b: RTCPeerConnection, trackA: MediaStreamTrack, trackB: MediaStreamTrack): Promise<number[]> {
  const sounds = Promise.all([a, b].map(async connection => new Promise<number>((resolve, reject) => {
    connection.ontrack = ({ track }) => { firstSound(track).then(resolve, reject) }
  })))

  trickle(a, b)
  trickle(b, a)
  a.addTransceiver(trackA, { direction: 'sendrecv' })

  const offer = await a.createOffer()
  const gathering = a.setLocalDescription(offer)
  await b.setRemoteDescription(offer)
  const [transceiver] = b.getTransceivers()
  transceiver.direction = 'sendrecv'
  await transceiver.sender.replaceTrack(trackB)
  const answer = await b.createAnswer()
  await gathering
  await Promise.all([b.setLocalDescription(answer), a.setRemoteDescription(answer)])

  return sounds
}

function trickle (from: RTCPeerConnection, to: RTCPeerConnection): void {
  from.onicecandidate = ({ candidate }) => {
    if (candidate != null) {
      to.addIceCandidate(candidate).catch(() => {
        // closed in the meantime
      })
    }
  }
}
