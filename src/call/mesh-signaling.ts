import type { LinkMessage } from './protocol/types.ts'
import type { GroupCallMesh, ParameterSignaling } from '../mesh/index.ts'
import type { SignalMessage } from '../signaling/index.ts'

/**
 * Sends the mesh's descriptions as parameters: whole SDP never crosses the wire
 *
 * @param send - to a participant, by public key
 */
export function createMeshSignaling (send: (to: string, message: SignalMessage) => void): ParameterSignaling {
  return {
    sendDescription: (to, { type, parameters }) => { send(to, { type, parameters }) },
    sendCandidates: (to, { usernameFragment, candidates }) => {
      if (candidates.length > 0) {
        send(to, { type: 'candidates', usernameFragment, candidates })
      }
    },
    sendRestart: to => { send(to, { type: 'restart' }) }
  }
}

/** Hands a participant's message about the link to it to the mesh */
export function handleLinkMessage (mesh: GroupCallMesh, from: string, message: LinkMessage): void {
  switch (message.type) {
    case 'candidates':
      mesh.handleCandidates(from, message)
      break
    case 'restart':
      mesh.handleRestart(from)
      break
    default:
      mesh.handleDescription(from, message)
  }
}
