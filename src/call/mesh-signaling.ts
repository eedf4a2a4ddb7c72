import type { CallProtocol } from './protocol/call-protocol.ts'
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
    sendRestart: (to, fresh) => { send(to, { type: 'restart', fresh }) }
  }
}

/**
 * Returns a message about the link to a participant, with what the participant has to know
 * if we haven't met it: others may only claim that it is in our call, see `SeparateCalls`
 */
export function addressed (message: SignalMessage, { met, participants, state }: Pick<CallProtocol, 'met' | 'participants' | 'state'>, to: string): SignalMessage {
  const names = (message.type === 'offer' || message.type === 'restart') && state.settled && participants.get(to)?.met !== true

  return names ? { ...message, others: met } : message
}

/** Hands a participant's message about the link to it to the mesh */
export function handleLinkMessage (mesh: GroupCallMesh, from: string, message: LinkMessage): void {
  switch (message.type) {
    case 'candidates':
      mesh.handleCandidates(from, message)
      break
    case 'early-offer':
      mesh.handleEarlyOffer(from, { ...message, type: 'offer' })
      break
    case 'restart':
      mesh.handleRestart(from, message.fresh)
      break
    default:
      mesh.handleDescription(from, message)
  }
}
