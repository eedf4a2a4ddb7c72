import { openMicrophone } from '../src/index.ts'
import { createPeerConnection } from '../src/webrtc/index.ts'
import { firstSound } from './first-sound.ts'
import type { Microphone } from '../src/index.ts'

/**
 * The bare limit: the same mesh with the same WebRTC library, whose signaling is a
 * function call
 */
export class BareMesh {
  readonly connections: RTCPeerConnection[] = []
  private readonly microphones: Microphone[] = []
  private readonly openMicrophone: () => Promise<Microphone>

  /**
   * @param microphone - opens the microphone of the next participant, which plays a tone by default
   */
  constructor (microphone = async (): Promise<Microphone> => openMicrophone({ kind: 'tone' })) {
    this.openMicrophone = microphone
  }

  /**
   * Adds participants, all at the same moment
   *
   * @returns ms from the first offer to sound on every new edge
   */
  async add (count: number): Promise<number> {
    const { microphones, connections } = this
    const present = microphones.length
    microphones.push(...await Promise.all(Array.from({ length: count }, this.openMicrophone)))
    const began = performance.now()

    const edges = microphones.slice(present).flatMap((a, i) => microphones.slice(0, present + i).map(async b => {
      const pair = [createPeerConnection({ bundlePolicy: 'max-bundle' }), createPeerConnection({ bundlePolicy: 'max-bundle' })]
      connections.push(...pair)

      return connect(pair[0], pair[1], a.track as MediaStreamTrack, b.track as MediaStreamTrack)
    }))

    return Math.max(...(await Promise.all(edges)).flat()) - began
  }

  async stop (): Promise<void> {
    this.connections.forEach(connection => { connection.close() })
    await Promise.all(this.microphones.map(async microphone => microphone.stop()))
  }
}

/** Returns the ms until all of `n` participants hear each other */
export async function runBareMesh (n: number): Promise<number> {
  const mesh = new BareMesh()

  try {
    return await mesh.add(n)
  } finally {
    await mesh.stop()
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
