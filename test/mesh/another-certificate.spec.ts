import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { CertificateMismatchError, ListenOnlyMicrophone } from '../../src/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { createPeerConnection } from '../../src/webrtc/index.ts'
import { Bus } from '../fixtures/bus.ts'
import type { MeshSignaling } from '../../src/mesh/index.ts'

const KEYS = ['1', '2'].map(digit => digit.repeat(64))

/** ms from the answer, after which the handshake starts */
const CLOSED_WITHIN = 1_000

describe('a link whose remote end doesn\'t have the signed certificate', () => {
  let answered: number

  ;(['offer', 'answer'] as const).forEach(type => {
    it(`(in the ${type}) never connects, is closed within a second, and warns both ends`, async () => {
      const bus = new Bus()
      const meshes = KEYS.map(publicKey => new GroupCallMesh({
        publicKey,
        signaling: withForeignFingerprint(bus.trickling(publicKey), type),
        createConnection: () => createPeerConnection({ bundlePolicy: 'max-bundle' }),
        microphone: new ListenOnlyMicrophone('not needed'),
        log: defaultLogger().forComponent('groupcall:test')
      }))
      const states: string[] = []
      meshes.forEach(mesh => {
        bus.add(mesh)
        mesh.addEventListener('link:state', ({ detail: { state } }) => { states.push(state) })
      })
      const [lower, higher] = meshes
      const problems = Promise.all(meshes.map(async mesh => pEvent<'link:problem', CustomEvent<{ error: Error }>>(mesh, 'link:problem', { timeout: 10_000 })))
      const closed = Promise.all(meshes.map(async mesh => pEvent(mesh, 'participant:lost', { timeout: 10_000 })))

      try {
        await Promise.all(meshes.map(async mesh => mesh.joinCall('call', KEYS)))
        await closed

        expect(performance.now() - answered).to.be.lessThan(CLOSED_WITHIN)
        expect((await problems).map(({ detail: { error } }) => error.name)).to.deep.equal([CertificateMismatchError.name, CertificateMismatchError.name])
        expect(states).to.not.include('connected')
        expect([lower.getLink(KEYS[1]), higher.getLink(KEYS[0])]).to.deep.equal([undefined, undefined])
      } finally {
        await Promise.all(meshes.map(async mesh => mesh.leaveCall()))
      }
    })
  })

  /** Replaces the fingerprint, as a peer in the middle would */
  function withForeignFingerprint (signaling: MeshSignaling, type: 'offer' | 'answer'): MeshSignaling {
    const foreign = ({ sdp, ...description }: RTCSessionDescriptionInit): RTCSessionDescriptionInit => ({
      ...description,
      sdp: sdp?.replaceAll(/a=fingerprint:.*/g, `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`)
    })

    return {
      ...signaling,
      sendOffer: (to, offer) => { signaling.sendOffer(to, type === 'offer' ? foreign(offer) : offer) },
      sendAnswer: (to, answer) => {
        answered = performance.now()
        signaling.sendAnswer(to, type === 'answer' ? foreign(answer) : answer)
      }
    }
  }
})
