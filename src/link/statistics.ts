/**
 * The condition of a link. Rates are averages since the previous statistics.
 */
export interface LinkStatistics {
  /** ms; absent until measured */
  roundTripTime?: number
  /** ms, of the received stream */
  jitter?: number
  /** Received packets that were lost, in percent */
  lossPercent: number
  /** kbit/s of Opus payload, without RTP headers */
  sendKbps: number
  receiveKbps: number
  packetsSent: number
  packetsReceived: number
  /** Whether the remote address in use is of its network (`host`), behind a NAT (`srflx`, `prflx`), or a TURN server's (`relay`) */
  candidateType?: string
  /** Whether it goes through a TURN server, of either end */
  relayed: boolean
}

/** Totals, from which the next statistics are computed */
export interface StatisticsSample {
  at: number
  payloadSent: number
  payloadReceived: number
  packetsSent: number
  packetsReceived: number
  packetsLost: number
}

/** The condition of a link, in a word */
export type Quality = 'good' | 'fair' | 'poor' | 'lost'

/**
 * Reads a W3C statistics report
 *
 * @param report - the entries of an `RTCStatsReport`
 * @param at - the current time in ms
 * @param before - the sample that the previous call returned
 *
 * @see {@link https://www.w3.org/TR/webrtc-stats/}
 */
export function readStatistics (report: Iterable<any>, at: number, before?: StatisticsSample): { statistics: LinkStatistics, sample: StatisticsSample } {
  const entries = [...report]
  const sum = (type: string, field: string): number => entries.reduce((total, entry) => total + (entry.type === type ? entry[field] ?? 0 : 0), 0)
  const inbound = entries.find(({ type }) => type === 'inbound-rtp')
  const typeOf = (candidate?: string): string | undefined => entries.find(({ id }) => id != null && id === candidate)?.candidateType
  const pair = entries.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated === true && state === 'succeeded')
  const sample: StatisticsSample = {
    at,
    payloadSent: sum('outbound-rtp', 'bytesSent'),
    payloadReceived: sum('inbound-rtp', 'bytesReceived'),
    packetsSent: sum('outbound-rtp', 'packetsSent'),
    packetsReceived: sum('inbound-rtp', 'packetsReceived'),
    packetsLost: sum('inbound-rtp', 'packetsLost')
  }
  const seconds = before == null ? 0 : (at - before.at) / 1_000
  const received = sample.packetsReceived - (before?.packetsReceived ?? 0)
  const lost = Math.max(0, sample.packetsLost - (before?.packetsLost ?? 0))

  return {
    sample,
    statistics: {
      roundTripTime: milliseconds(pair?.currentRoundTripTime),
      jitter: milliseconds(inbound?.jitter),
      lossPercent: received + lost <= 0 ? 0 : 100 * lost / (received + lost),
      sendKbps: rate(sample.payloadSent, before?.payloadSent, seconds),
      receiveKbps: rate(sample.payloadReceived, before?.payloadReceived, seconds),
      packetsSent: sample.packetsSent,
      packetsReceived: sample.packetsReceived,
      candidateType: typeOf(pair?.remoteCandidateId),
      relayed: [pair?.localCandidateId, pair?.remoteCandidateId].some(id => typeOf(id) === 'relay')
    }
  }
}

/**
 * Returns how much has come from the remote end: packets of audio, bytes, and the checks
 * with which ICE keeps consent (RFC 7675), which go on while nobody talks. A figure that
 * hasn't grown since the last report means that nothing has arrived.
 *
 * @param report - the entries of an `RTCStatsReport`
 */
export function readReceived (report: Iterable<any>): number {
  let received = 0

  for (const { packetsReceived = 0, bytesReceived = 0, requestsReceived = 0, responsesReceived = 0, type } of report) {
    if (type === 'inbound-rtp' || type === 'candidate-pair') {
      received += packetsReceived + bytesReceived + requestsReceived + responsesReceived
    }
  }

  return received
}

/** Returns the ms since the last packet of a voice arrived; infinite if none has */
export function readVoiceAge (report: Iterable<any>): number {
  return Math.min(...[...report].filter(({ type }) => type === 'inbound-rtp').map(({ timestamp, lastPacketReceivedTimestamp = -Infinity }) => timestamp - lastPacketReceivedTimestamp))
}

/**
 * Values above which a link is fair or poor. They follow ITU-T G.114 (400 ms from mouth to
 * ear is the limit of comfort, 150 ms isn't noticed) and what Opus with in-band FEC
 * conceals. Percent, and ms.
 */
export const QUALITY_LIMITS = {
  fair: { lossPercent: 3, roundTripTime: 250, jitter: 40 },
  poor: { lossPercent: 10, roundTripTime: 500, jitter: 100 }
} as const

/** Judges a link for the user, see {@link QUALITY_LIMITS} */
export function judgeQuality (statistics: LinkStatistics, connected: boolean): Quality {
  if (!connected) {
    return 'lost'
  }

  const { roundTripTime = 0, jitter = 0, lossPercent } = statistics
  const exceeds = (limits: typeof QUALITY_LIMITS[keyof typeof QUALITY_LIMITS]): boolean => lossPercent > limits.lossPercent || roundTripTime > limits.roundTripTime || jitter > limits.jitter

  if (exceeds(QUALITY_LIMITS.poor)) {
    return 'poor'
  }

  return exceeds(QUALITY_LIMITS.fair) ? 'fair' : 'good'
}

function milliseconds (seconds?: number): number | undefined {
  return seconds == null ? undefined : seconds * 1_000
}

function rate (bytes: number, before: number | undefined, seconds: number): number {
  return before == null || seconds <= 0 ? 0 : (bytes - before) * 8 / 1_000 / seconds
}
