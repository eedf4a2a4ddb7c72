import type { ParticipantStatus } from './events.ts'
import type { LinkQuality, Participant } from '../../index.ts'

/** Above what a codec makes of silence, far below speech */
export const AUDIBLE = 0.01

/** A running mean, which doesn't store the samples */
class Mean {
  private sum = 0
  private count = 0

  get value (): number {
    return this.count === 0 ? 0 : this.sum / this.count
  }

  add (value: number): void {
    this.sum += value
    this.count++
  }
}

/**
 * The status of everyone who has been in the call, including participants that have left
 */
export class ParticipantLog {
  private readonly entries = new Map<string, { participant: Participant, joinMs?: number, kbps: Mean, loss: Mean }>()

  add (participant: Participant): void {
    const entry = this.entries.get(participant.publicKey)

    if (entry == null) {
      this.entries.set(participant.publicKey, { participant, kbps: new Mean(), loss: new Mean() })
    } else {
      entry.participant = participant
    }
  }

  /** Returns true the first time that a participant is heard */
  heard (publicKey: string, joinMs: number): boolean {
    const entry = this.entries.get(publicKey)

    if (entry == null || entry.joinMs != null) {
      return false
    }

    entry.joinMs = joinMs

    return true
  }

  measured (publicKey: string, { statistics }: LinkQuality): void {
    const entry = this.entries.get(publicKey)

    // a rate takes two samples
    if (entry != null && statistics.receiveKbps > 0) {
      entry.kbps.add(statistics.receiveKbps)
      entry.loss.add(statistics.lossPercent)
    }
  }

  get (publicKey: string): ParticipantStatus | undefined {
    const entry = this.entries.get(publicKey)

    if (entry == null) {
      return undefined
    }

    const { participant, joinMs, kbps, loss } = entry
    const statistics = participant.quality?.statistics

    return {
      publicKey,
      name: participant.name,
      linkState: participant.linkState,
      unlinked: participant.unlinked,
      muted: participant.muted,
      listenOnly: participant.listenOnly,
      speaking: participant.speaking,
      handRaised: participant.handRaised,
      quality: participant.quality?.quality,
      level: round(participant.audio?.level ?? 0, 4),
      heard: joinMs != null,
      joinMs: joinMs == null ? undefined : Math.round(joinMs),
      kbpsIn: round(statistics?.receiveKbps ?? 0, 1),
      kbpsOut: round(statistics?.sendKbps ?? 0, 1),
      meanKbpsIn: round(kbps.value, 1),
      lossPercent: round(statistics?.lossPercent ?? 0, 2),
      meanLossPercent: round(loss.value, 2),
      rttMs: statistics?.roundTripTime == null ? undefined : round(statistics.roundTripTime, 1),
      jitterMs: statistics?.jitter == null ? undefined : round(statistics.jitter, 1),
      contact: participant.contact,
      verified: participant.verified,
      knownAs: participant.knownAs,
      carrier: participant.carrier,
      carries: participant.carries,
      onHold: participant.onHold
    }
  }

  /** Returns the status of everyone who has ever been in the call */
  all (): ParticipantStatus[] {
    return [...this.entries.keys()].map(publicKey => this.get(publicKey)).filter(status => status != null)
  }
}

function round (value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
