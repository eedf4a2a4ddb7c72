import { HEARTBEAT_INTERVAL, LivenessMonitor, SILENCE_LIMIT } from '../link/index.ts'

/** ms: who is connected to one that has died says so as long as this */
const OTHERS_DELAY = SILENCE_LIMIT + HEARTBEAT_INTERVAL

/**
 * Tells who is gone of those with whom there is no link yet, so that no heartbeat
 * says so. Who has died while connecting says nothing, and nobody hears it; who
 * lives tries again every few seconds, and says so. Pure: all times are handed in,
 * in ms.
 */
export class AbsenceMonitor {
  private readonly waiting = new Map<string, LivenessMonitor>()

  /** A participant is waited for; harmless when it has been already */
  add (participant: string, now: number): void {
    if (!this.waiting.has(participant)) {
      this.waiting.set(participant, new LivenessMonitor(now))
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
   * To be called every `HEARTBEAT_INTERVAL`
   *
   * @param now - ms
   * @param isHeard - whether somebody else says that it has a link to a participant
   * @returns who is gone; they are waited for no more
   */
  tick (now: number, isHeard: (participant: string) => boolean): string[] {
    const gone = [...this.waiting].filter(([participant, monitor]) => {
      if (isHeard(participant)) {
        monitor.markAlive(now - OTHERS_DELAY)
      }

      return monitor.tick(now) === 'gone'
    }).map(([participant]) => participant)

    gone.forEach(participant => { this.remove(participant) })

    return gone
  }
}
