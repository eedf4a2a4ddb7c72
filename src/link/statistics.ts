/**
 * How a link is. Rates are averages since the statistics before.
 */
export interface LinkStatistics {
  /** ms; absent until measured */
  roundTripTime?: number
  /** ms, of the stream that is received */
  jitter?: number
  /** Packets lost on the way here, in percent */
  lossPercent: number
  /** kbit/s of Opus payload, without RTP headers */
  sendKbps: number
  receiveKbps: number
  packetsSent: number
  packetsReceived: number
  /** Addresses in use are of this machine's network, behind a NAT, or a TURN server's */
  candidateType?: string
}

/** Totals, from which the next statistics are made */
export interface StatisticsSample {
  at: number
  payloadSent: number
  payloadReceived: number
  packetsSent: number
  packetsReceived: number
  packetsLost: number
}

/** How a link is, in a word */
export type Quality = 'good' | 'fair' | 'poor' | 'lost'

/**
 * Reads a W3C statistics report.
 *
 * @see {@link https://www.w3.org/TR/webrtc-stats/}
 * @param before - the sample that the last call returned
 */
export function readStatistics (report: Iterable<any>, at: number, before?: StatisticsSample): { statistics: LinkStatistics, sample: StatisticsSample } {
  const sample: StatisticsSample = { at, payloadSent: 0, payloadReceived: 0, packetsSent: 0, packetsReceived: 0, packetsLost: 0 }
  const entries = [...report]
  let jitter: number | undefined
  let roundTripTime: number | undefined
  let candidateType: string | undefined

  for (const entry of entries) {
    if (entry.type === 'outbound-rtp') {
      sample.payloadSent += entry.bytesSent ?? 0
      sample.packetsSent += entry.packetsSent ?? 0
    } else if (entry.type === 'inbound-rtp') {
      sample.payloadReceived += entry.bytesReceived ?? 0
      sample.packetsReceived += entry.packetsReceived ?? 0
      sample.packetsLost += entry.packetsLost ?? 0
      jitter = milliseconds(entry.jitter)
    } else if (entry.type === 'candidate-pair' && entry.nominated === true && entry.state === 'succeeded') {
      roundTripTime = milliseconds(entry.currentRoundTripTime)
      candidateType = entries.find(({ id }) => id === entry.remoteCandidateId)?.candidateType
    }
  }

  const seconds = before == null ? 0 : (at - before.at) / 1_000
  const received = sample.packetsReceived - (before?.packetsReceived ?? 0)
  const lost = Math.max(0, sample.packetsLost - (before?.packetsLost ?? 0))

  return {
    sample,
    statistics: {
      roundTripTime,
      jitter,
      lossPercent: received + lost <= 0 ? 0 : 100 * lost / (received + lost),
      sendKbps: rate(sample.payloadSent, before?.payloadSent, seconds),
      receiveKbps: rate(sample.payloadReceived, before?.payloadReceived, seconds),
      packetsSent: sample.packetsSent,
      packetsReceived: sample.packetsReceived,
      candidateType
    }
  }
}

/**
 * What to tell the user of a link. The thresholds follow ITU-T G.114 (400 ms
 * from mouth to ear is the limit of comfort, 150 ms is not noticed) and what
 * Opus with in-band FEC conceals.
 */
export function judgeQuality (statistics: LinkStatistics, connected: boolean): Quality {
  if (!connected) {
    return 'lost'
  }

  const { roundTripTime = 0, jitter = 0, lossPercent } = statistics

  if (lossPercent > 10 || roundTripTime > 500 || jitter > 100) {
    return 'poor'
  }

  if (lossPercent > 3 || roundTripTime > 250 || jitter > 40) {
    return 'fair'
  }

  return 'good'
}

function milliseconds (seconds?: number): number | undefined {
  return seconds == null ? undefined : seconds * 1_000
}

function rate (bytes: number, before: number | undefined, seconds: number): number {
  return before == null || seconds <= 0 ? 0 : (bytes - before) * 8 / 1_000 / seconds
}
