import { AUDIO_BITRATE_KBPS } from '../link/index.ts'
import { HARD_LIMIT, SOFT_LIMIT } from './limits.ts'

export interface BandwidthEstimate {
  /** kbit/s of audio payload that this participant sends */
  uploadKbps: number
  /** kbit/s of audio payload that this participant receives */
  downloadKbps: number
  /** Their sum */
  totalKbps: number
  participantCount: number
  /** Whether the call is above the soft limit */
  warning: boolean
  /** What to tell the user, above the soft and above the hard limit */
  message?: string
}

/**
 * What a call of that many participants costs each of them: a mesh sends one
 * stream to, and receives one from, everybody else
 */
export function estimateBandwidth (participantCount: number): BandwidthEstimate {
  if (!Number.isSafeInteger(participantCount) || participantCount < 1) {
    throw new RangeError(`A call has 1 participant or more, not ${participantCount}`)
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
    return `${count} participants need ${kbps} kbit/s up and down each: voices may suffer on slow connections`
  }
}
