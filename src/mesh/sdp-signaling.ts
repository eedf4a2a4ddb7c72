import { buildSdp, DEFAULT_SECTION_IDS } from '../link/index.ts'
import { setNewest } from '../newest.ts'
import { HARD_LIMIT } from './limits.ts'
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

  /** Names of the audio sections, by participant: candidates belong to one */
  const names = new Map<string, string>()

  return {
    sendDescription: (to, { type, parameters, sections = DEFAULT_SECTION_IDS }) => {
      setNewest(names, to, sections.audio, HARD_LIMIT)
      const sdp = buildSdp(parameters, sections, opus)

      if (type === 'offer') {
        signaling.sendOffer(to, { type, sdp })
      } else {
        signaling.sendAnswer(to, { type, sdp })
      }
    },
    sendCandidates: (to, { candidates, usernameFragment, complete }) => {
      if (candidates.length > 0) {
        signaling.sendCandidates(to, candidates.map(candidate => ({ candidate, usernameFragment, sdpMid: names.get(to) ?? DEFAULT_SECTION_IDS.audio, sdpMLineIndex: 0 })))
      }

      if (complete) {
        signaling.sendCandidates(to, [])
      }
    },
    sendRestart: (to, fresh) => { signaling.sendRestart(to, fresh) }
  }
}
