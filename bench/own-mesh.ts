import { createBootstrapPeer } from '../bootstrap/index.ts'
import { createIdentity } from '../keys/index.ts'
import { createGroup, openMicrophone } from '../src/index.ts'
import { loadWebRTC } from '../src/webrtc/index.ts'
import { TCP_ONLY } from '../test/bootstrap/fixtures/client.ts'
import { noteConnectionSteps } from './contest/connection-steps.ts'
import { enterNetwork } from './enter-network.ts'
import { firstSound } from './first-sound.ts'
import type { BootstrapPeer } from '../bootstrap/index.ts'
import type { CallPeer, GroupCall, Microphone } from '../src/index.ts'
import type { AbortOptions } from '@libp2p/interface'

const { RTCPeerConnection } = loadWebRTC()

/** Called with each step of a connection in this process: set while calls join */
let onConnectionStep = (_: string): void => {}

noteConnectionSteps(RTCPeerConnection.prototype, name => { onConnectionStep(name) })

export interface JoinTimes {
  /** ms from `join()` to sound on every new edge */
  time: number
  /** ms until the last of those that joined had taken a step, by name */
  steps: Record<string, number>
}

/** Opens the microphone of a participant, by index */
export type OpenMicrophone = (index: number, options: AbortOptions) => Promise<Microphone>

/** Calls in this process, whose libp2p nodes have already entered a network */
export class OwnMesh {
  readonly calls: GroupCall[]
  private readonly bootstrap: BootstrapPeer
  private readonly peers: CallPeer[]

  private constructor (bootstrap: BootstrapPeer, peers: CallPeer[], calls: GroupCall[]) {
    this.bootstrap = bootstrap
    this.peers = peers
    this.calls = calls
  }

  /**
   * Resolves when `n` peers have entered the network, and can join
   *
   * @param n
   * @param microphone - opens the microphone of a participant when it joins, which plays a tone by default
   */
  static async create (n: number, microphone: OpenMicrophone = async (_, options) => openMicrophone({ kind: 'tone' }, options)): Promise<OwnMesh> {
    const bootstrap = await createBootstrapPeer(TCP_ONLY)
    const peers = await Promise.all(Array.from({ length: n }, async () => enterNetwork(bootstrap.addresses())))
    const group = createGroup({ name: 'bench', owner: await createIdentity() })

    return new OwnMesh(bootstrap, peers, peers.map(({ services }, index) => services.calls.create(group, {
      microphone: async options => microphone(index, options)
    })))
  }

  /**
   * Lets calls join at the same moment
   *
   * @param joining
   * @param present - those that are in the call already
   */
  async join (joining: GroupCall[], present: GroupCall[] = []): Promise<JoinTimes> {
    const latest = new Map<string, number>()
    const note = (step: string, at: number): void => { latest.set(step, Math.max(at, latest.get(step) ?? 0)) }
    const keysOf = (calls: GroupCall[], own?: GroupCall): string[] => calls.filter(call => call !== own).map(({ publicKey }) => publicKey)

    joining.forEach(call => {
      call.addEventListener('progress', ({ detail: { step, at } }) => { note(`join: ${step}`, at) })
    })
    const began = performance.now()
    onConnectionStep = step => { note(step, performance.now() - began) }
    const heard = present.map(async call => soundsOf(call, keysOf(joining)))
    await Promise.all(joining.map(async call => call.join()))
    const sounds = await Promise.all([...heard, ...joining.map(async call => soundsOf(call, keysOf([...present, ...joining], call)))])

    return { time: Math.max(...sounds.flat()) - began, steps: Object.fromEntries(latest) }
  }

  async stop (): Promise<void> {
    await Promise.all(this.calls.map(async call => call.leave()))
    await Promise.all(this.peers.map(async peer => peer.stop()))
    await this.bootstrap.stop()
  }
}

/** Resolves with the time of the first sound from each of these participants, over any link */
async function soundsOf (call: GroupCall, participants: string[]): Promise<number[]> {
  const sounds = new Map<string, number>()
  const tracks = new Set<MediaStreamTrack>()

  await new Promise<void>((resolve, reject) => {
    const take = (): void => {
      for (const { publicKey, audio } of call.participants) {
        if (audio != null && participants.includes(publicKey) && !tracks.has(audio.track)) {
          tracks.add(audio.track)
          firstSound(audio.track).then(at => {
            sounds.set(publicKey, sounds.get(publicKey) ?? at)

            if (sounds.size === participants.length) {
              call.removeEventListener('track', take)
              resolve()
            }
          }, reject)
        }
      }
    }

    call.addEventListener('track', take)
    take()
  })

  return [...sounds.values()]
}
