import { buildSdp } from '../link/index.ts'
import type { MeshSignaling, ParameterSignaling } from './types.ts'
import type { OpusOptions } from '../link/index.ts'

/**
 * Returns signaling that takes parameters. If the given one takes whole SDP, SDP
 * is built for it.
 *
 * @param signaling - of either kind
 * @param opus - how the remote end is asked to encode
 */
export function toParameterSignaling (signaling: MeshSignaling | ParameterSignaling, opus?: OpusOptions): ParameterSignaling {
  if ('sendDescription' in signaling) {
    return signaling
  }

  return {
    sendDescription: (to, { type, parameters, sections }) => {
      const sdp = buildSdp(parameters, sections, opus)

      if (type === 'offer') {
        signaling.sendOffer(to, { type, sdp })
      } else {
        signaling.sendAnswer(to, { type, sdp })
      }
    },
    sendCandidates: (to, { candidates, usernameFragment, complete }) => {
      if (candidates.length > 0) {
        signaling.sendCandidates(to, candidates.map(candidate => ({ candidate, usernameFragment, sdpMid: '0', sdpMLineIndex: 0 })))
      }

      if (complete) {
        signaling.sendCandidates(to, [])
      }
    },
    sendRestart: to => { signaling.sendRestart(to) }
  }
}
