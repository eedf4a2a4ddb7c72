import { LINK_LIMITS } from './limits.ts'
import type { LinkLimits } from './limits.ts'

export type Liveness = 'alive' | 'silent' | 'lost' | 'gone'

/**
 * Decides from the times of heartbeats whether the remote end is alive. Pure: all
 * times are passed in, in ms.
 */
export class LivenessMonitor {
  private readonly limits: LinkLimits
  /** When the remote end was heard last, moved forward by delays of this process */
  private heard: number
  /** When it was really heard last */
  private heardLast: number
  /** ms of silence, counting a late tick like any other: a busy process reads late what has arrived */
  private quiet = 0
  private ticked: number
  /** Whether this process was late since the remote end was heard */
  private forgiven = false

  constructor (now: number, limits: LinkLimits = LINK_LIMITS) {
    this.limits = limits
    this.heard = now
    this.heardLast = now
    this.ticked = now
  }

  /** Called when something from the remote end has arrived, or is known to have */
  markAlive (now: number): void {
    if (now > this.heardLast) {
      this.heardLast = now
      this.quiet = 0
    }

    if (now > this.heard) {
      this.heard = now
      this.forgiven = false
    }
  }

  /** Whether a heartbeat is missing */
  get doubtful (): boolean {
    return this.quiet >= 2 * this.limits.heartbeatInterval
  }

  /** To be called once every heartbeat interval */
  tick (now: number): Liveness {
    const { heartbeatInterval, silenceLimit, lossLimit, goneLimit, sleepLimit } = this.limits
    const late = now - this.ticked - heartbeatInterval

    if (late > sleepLimit) {
      this.heard += this.forgive(late)
    }

    this.quiet += Math.min(heartbeatInterval, now - Math.max(this.ticked, this.heardLast))

    // after a long sleep the link isn't shown as connected until the remote end is heard
    if (late > lossLimit) {
      this.quiet += silenceLimit
    }

    this.ticked = now

    if (now - this.heard > goneLimit) {
      return 'gone'
    }

    if (this.quiet > lossLimit) {
      return 'lost'
    }

    return this.quiet > silenceLimit ? 'silent' : 'alive'
  }

  /**
   * Returns how much of the time that this process was late isn't held against the
   * remote end: a closed laptop or a stopped process receives nothing. A process that
   * is late again and again has too little processor time, but would have received
   * something in between, so from the second time on, only what exceeds the loss limit
   * is forgiven.
   */
  private forgive (late: number): number {
    if (this.forgiven) {
      return Math.max(0, late - this.limits.lossLimit)
    }

    this.forgiven = true

    return late
  }
}
