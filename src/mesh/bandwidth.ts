import { AUDIO_BITRATE_KBPS } from '../link/index.ts'
import { HARD_LIMIT, SOFT_LIMIT } from './limits.ts'

export interface BandwidthEstimate {
  /** kbit/s of audio payload sent */
  uploadKbps: number
  /** kbit/s of audio payload received */
  downloadKbps: number
  /** Their sum */
  totalKbps: number
  participantCount: number
  /** Whether the call is above the soft limit */
  warning: boolean
  /** For the user; present above the soft limit and above the hard limit */
  message?: string
}

/**
 * Returns what a call of that many participants costs each of them: in a mesh,
 * everyone sends a stream to, and receives one from, everyone else
 */
export function estimateBandwidth (participantCount: number): BandwidthEstimate {
  if (!Number.isSafeInteger(participantCount) || participantCount < 1) {
    throw new RangeError(`A call has at least 1 participant, not ${participantCount}`)
  }

  const uploadKbps = (participantCount - 1) * AUDIO_BITRATE_KBPS

  return {
    uploadKbps,
    downloadKbps: uploadKbps,
    totalKbps: 2 * uploadKbps,
    participantCount,
    warning: participantCount > SOFT_LIMIT,
    message: limitMessage(participantCount, uploadKbps)
  }
}

function limitMessage (count: number, kbps: number): string | undefined {
  if (count > HARD_LIMIT) {
    return `A call has at most ${HARD_LIMIT} participants: ${count} would send ${kbps} kbit/s each`
  }

  if (count > SOFT_LIMIT) {
    return `${count} participants need ${kbps} kbit/s up and down each: audio may suffer on slow connections`
  }
}
