import { checkParameters } from '../link/index.ts'
import type { IdentitySignaling } from './identity-signaling.ts'
import type { SessionParameters } from '../link/index.ts'
import type { GroupCallMesh, ParameterSignaling } from '../mesh/index.ts'
import type { SignalMessage } from '../signaling/index.ts'

/** Sends the mesh's descriptions as parameters: whole SDP never crosses the wire */
export function createMeshSignaling (signaling: Pick<IdentitySignaling, 'send'>): ParameterSignaling {
  return {
    sendDescription: (to, { type, parameters }) => { signaling.send(to, { type, parameters }) },
    sendCandidates: (to, { usernameFragment, candidates }) => {
      if (candidates.length > 0) {
        signaling.send(to, { type: 'candidates', usernameFragment, candidates })
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
      mesh.handleDescription(from, message)
      return true
    case 'candidates':
      mesh.handleCandidates(from, message)
      return true
    case 'restart':
      mesh.handleRestart(from)
      return true
    default:
      return false
  }
}
