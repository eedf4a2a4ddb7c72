import { HARD_LIMIT } from '../../mesh/index.ts'
import type { LinkState, Quality } from '../../link/index.ts'
import type { Participant } from '../protocol/participants.ts'

/** ms that are remembered: long enough to look after something was bad, short enough to read */
export const HISTORY_PERIOD = 120_000

/** Samples of a participant: one a second, and as many changes of its link's state */
export const MAX_SAMPLES = 2 * HISTORY_PERIOD / 1_000

/** Participants that are remembered, including those that have left: any number may come and go in two minutes */
export const MAX_REMEMBERED = 4 * HARD_LIMIT

/** The condition of a participant's link at one moment */
export interface LinkSample {
  /** ms */
  at: number
  linkState: LinkState
  /** Heard through another participant meanwhile */
  carried?: boolean
  /** The participant has left; nothing is known until its next sample */
  left?: boolean
  /** Absent unless the link was measured, as is everything below */
  quality?: Quality
  /** ms */
  roundTripTime?: number
  /** ms */
  jitter?: number
  /** Received packets that were lost since the sample before, in percent */
  lossPercent?: number
  /** kbit/s since the sample before */
  sendKbps?: number
  receiveKbps?: number
}

/** The link of a participant that is, or recently was, in the call */
export interface LinkRecord {
  /** 64 lower-case hex digits */
  publicKey: string
  name: string
  /** As in `LinkStatistics`; absent until measured */
  candidateType?: string
  relayed: boolean
  samples: LinkSample[]
}

type Seen = Pick<Participant, 'publicKey' | 'name' | 'linkState' | 'carrier' | 'quality'>

/**
 * Remembers the links of a call for two minutes, and so also people who have left since.
 * Times are in ms, by any clock that doesn't go back.
 */
export class LinkHistory {
  private readonly records = new Map<string, LinkRecord>()

  /** Adds what was just measured, if anything can still be measured of a link in this state */
  measured (participant: Seen, now: number): void {
    const { quality, statistics } = participant.quality ?? {}
    const record = this.recordOf(participant, now)

    if (record == null || statistics == null) {
      return
    }

    record.candidateType = statistics.candidateType ?? record.candidateType
    record.relayed = statistics.relayed
    push(record, {
      ...stateOf(participant, now),
      quality,
      roundTripTime: rounded(statistics.roundTripTime),
      jitter: rounded(statistics.jitter),
      lossPercent: rounded(statistics.lossPercent),
      sendKbps: rounded(statistics.sendKbps),
      receiveKbps: rounded(statistics.receiveKbps)
    })
  }

  /** Adds a sample without measurements if the state of the link has changed */
  changed (participant: Seen, now: number): void {
    const record = this.recordOf(participant, now)
    const last = record?.samples.at(-1)
    const state = stateOf(participant, now)

    if (record != null && (last == null || last.linkState !== state.linkState || last.carried !== state.carried || last.left === true)) {
      push(record, state)
    }
  }

  left ({ publicKey }: Pick<Seen, 'publicKey'>, now: number): void {
    const record = this.records.get(publicKey)

    if (record != null) {
      push(record, { at: now, linkState: 'closed', left: true })
    }
  }

  /** Returns the records of the last two minutes, people who came first at the beginning */
  list (now: number): LinkRecord[] {
    this.forget(now)

    return [...this.records.values()].map(record => ({
      ...record,
      // a state that began earlier still holds
      samples: record.samples.map(sample => ({ ...sample, at: Math.max(sample.at, now - HISTORY_PERIOD) }))
    }))
  }

  private recordOf ({ publicKey, name }: Seen, now: number): LinkRecord | undefined {
    const record = this.records.get(publicKey)

    this.forget(now)

    if (record == null && this.records.size >= MAX_REMEMBERED) {
      return undefined
    }

    const kept = record ?? { publicKey, name, relayed: false, samples: [] }
    kept.name = name
    this.records.set(publicKey, kept)

    return kept
  }

  private forget (now: number): void {
    const start = now - HISTORY_PERIOD

    for (const [publicKey, { samples }] of this.records) {
      while (samples.length > 1 && samples[1].at <= start) {
        samples.shift()
      }

      if (samples.length === 1 && samples[0].left === true && samples[0].at <= start) {
        this.records.delete(publicKey)
      }
    }
  }
}

function stateOf ({ linkState, carrier }: Seen, at: number): LinkSample {
  return { at, linkState, carried: carrier == null ? undefined : true }
}

function push ({ samples }: LinkRecord, sample: LinkSample): void {
  samples.push(sample)

  if (samples.length > MAX_SAMPLES) {
    samples.shift()
  }
}

function rounded (value?: number): number | undefined {
  return value == null ? undefined : Number(value.toFixed(1))
}
