import { LINK_LIMITS } from './limits.ts'
import type { LinkLimits } from './limits.ts'

export type Liveness = 'alive' | 'silent' | 'lost' | 'gone'

/**
 * Decides from the times of heartbeats whether the remote end is alive. Pure: all
 * times are passed in, in ms.
 */
export class LivenessMonitor {
  private readonly limits: LinkLimits
  private heard: number
  private ticked: number

  constructor (now: number, limits: LinkLimits = LINK_LIMITS) {
    this.limits = limits
    this.heard = now
    this.ticked = now
  }

  /** Called when something from the remote end has arrived, or is known to have */
  markAlive (now: number): void {
    this.heard = Math.max(this.heard, now)
  }

  /** To be called once every heartbeat interval */
  tick (now: number): Liveness {
    const { heartbeatInterval, silenceLimit, lossLimit, goneLimit, sleepLimit } = this.limits
    const late = now - this.ticked - heartbeatInterval

    // a closed laptop or a stopped process receives nothing, which says nothing
    // about the remote end
    if (late > sleepLimit) {
      this.heard += late
    }

    this.ticked = now
    const silence = now - this.heard

    if (silence > goneLimit) {
      return 'gone'
    }

    if (silence > lossLimit) {
      return 'lost'
    }

    return silence > silenceLimit ? 'silent' : 'alive'
  }
}
