import { LINK_LIMITS, LivenessMonitor } from '../link/index.ts'
import type { LinkLimits } from '../link/index.ts'

/**
 * Tells who is gone of those with whom there is no link yet, so that no heartbeat
 * says so. Who has died while connecting says nothing, and nobody hears it; who
 * lives tries again every few seconds, and says so. Pure: all times are handed in,
 * in ms.
 */
export class AbsenceMonitor {
  private readonly limits: LinkLimits
  private readonly waiting = new Map<string, LivenessMonitor>()

  constructor (limits: LinkLimits = LINK_LIMITS) {
    this.limits = limits
  }

  /** A participant is waited for; harmless when it has been already */
  add (participant: string, now: number): void {
    if (!this.waiting.has(participant)) {
      this.waiting.set(participant, new LivenessMonitor(now, this.limits))
    }
  }

  /** It has come, or left */
  remove (participant: string): void {
    this.waiting.delete(participant)
  }

  /** It has said something */
  markAlive (participant: string, now: number): void {
    this.waiting.get(participant)?.markAlive(now)
  }

  /**
   * To be called once every heartbeat interval
   *
   * @param now - ms
   * @param isHeard - whether somebody else says that it has a link to a participant
   * @returns who is gone; they are waited for no more
   */
  tick (now: number, isHeard: (participant: string) => boolean): string[] {
    // others report a link to a participant that has died for as long as this
    const delay = this.limits.silenceLimit + this.limits.heartbeatInterval
    const gone = [...this.waiting].filter(([participant, monitor]) => {
      if (isHeard(participant)) {
        monitor.markAlive(now - delay)
      }

      return monitor.tick(now) === 'gone'
    }).map(([participant]) => participant)

    gone.forEach(participant => { this.remove(participant) })

    return gone
  }
}
