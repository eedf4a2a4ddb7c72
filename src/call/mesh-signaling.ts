import { buildSdp, checkParameters, parseSdp } from '../link/index.ts'
import type { SessionParameters } from '../link/index.ts'
import type { GroupCallMesh, MeshSignaling } from '../mesh/index.ts'
import type { Signaling, SignalMessage } from '../signaling/index.ts'

/**
 * Only the parameters of a description travel: here they are taken out of what
 * the WebRTC library wrote, and there the SDP is built anew.
 */
export function createMeshSignaling (signaling: Pick<Signaling, 'send'>): MeshSignaling {
  return {
    sendOffer: (to, { sdp }) => { signaling.send(to, { type: 'offer', parameters: parseSdp(sdp ?? '').parameters }) },
    sendAnswer: (to, { sdp }) => { signaling.send(to, { type: 'answer', parameters: parseSdp(sdp ?? '').parameters }) },
    sendCandidates: (to, candidates) => {
      if (candidates.length > 0) {
        signaling.send(to, {
          type: 'candidates',
          usernameFragment: candidates[0].usernameFragment ?? '',
          candidates: candidates.map(({ candidate }) => candidate ?? '')
        })
      }
    },
    sendRestart: to => { signaling.send(to, { type: 'restart' }) }
  }
}

/** Whether a description can be made of these at all */
export function isDescribable (parameters: SessionParameters): boolean {
  try {
    checkParameters(parameters)

    return true
  } catch {
    return false
  }
}

/**
 * Hands a message about a link to the mesh; returns false for one that is about
 * something else
 */
export function handleLinkMessage (mesh: GroupCallMesh, from: string, message: SignalMessage): boolean {
  switch (message.type) {
    case 'offer':
    case 'answer':
      handleDescription(mesh, from, message)
      return true
    case 'candidates':
      message.candidates.forEach(candidate => { mesh.handleCandidate(from, { candidate, usernameFragment: message.usernameFragment }) })
      return true
    case 'restart':
      mesh.handleRestart(from)
      return true
    default:
      return false
  }
}

/** Parameters that are signed may still be none that a description can be made of */
function handleDescription (mesh: GroupCallMesh, from: string, { type, parameters }: SignalMessage & { type: 'offer' | 'answer' }): void {
  let sdp

  try {
    sdp = buildSdp(parameters)
  } catch (err: any) {
    mesh.handleInvalid(from, err)
    return
  }

  if (type === 'offer') {
    mesh.handleOffer(from, { type, sdp })
  } else {
    mesh.handleAnswer(from, { type, sdp })
  }
}
