import { LivenessMonitor } from '../link/index.ts'
import { MESH_LIMITS } from './limits.ts'
import type { MeshLimits } from './limits.ts'

/**
 * Detects participants that are gone before their link is up, when there is no
 * heartbeat yet. A participant that died while connecting sends nothing, and nobody
 * else is linked with it; one that is alive retries every few seconds, with a
 * message each time. Pure: all times are passed in, in ms.
 */
export class AbsenceMonitor {
  private readonly limits: MeshLimits
  private readonly waiting = new Map<string, LivenessMonitor>()

  constructor (limits: MeshLimits = MESH_LIMITS) {
    this.limits = limits
  }

  /**
   * Starts waiting for a participant; idempotent
   *
   * @param participant - public key
   * @param now - ms
   * @param linked - whether it was linked before: it is given more time then
   */
  add (participant: string, now: number, linked: boolean): void {
    const { goneLimit, absenceLimit } = this.limits

    if (!this.waiting.has(participant)) {
      this.waiting.set(participant, new LivenessMonitor(now, { ...this.limits, goneLimit: linked ? goneLimit : absenceLimit }))
    }
  }

  /** Called when a participant is linked, or has left */
  remove (participant: string): void {
    this.waiting.delete(participant)
  }

  /** Called when any message from a participant arrives */
  markAlive (participant: string, now: number): void {
    this.waiting.get(participant)?.markAlive(now)
  }

  /**
   * To be called once every heartbeat interval
   *
   * @param now - ms
   * @param isHeard - whether another participant reports a link to this one
   * @returns participants that are gone; they are no longer waited for
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
