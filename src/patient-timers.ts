import { inBackground } from './background.ts'
import { systemTimers } from './timers.ts'
import type { Timer, Timers } from './timers.ts'

/** The longest turns by which a wait is counted, in ms */
export const TURN = 50

/** Lower bound on the share of elapsed time that counts, so that a wait stretches at most eightfold */
export const LEAST_SHARE = 1 / 8

/** Waits longer than this, in ms, don't stretch: they are pauses, not timeouts */
export const LONGEST_PATIENT_WAIT = 15_000

export interface PatientTimersInit {
  /** @default those of the system */
  timers?: Timers
  /**
   * Whether the platform itself delays timers, so that lateness isn't a sign of load
   *
   * @default whether this is a page in the background, see `background.ts`
   */
  isThrottled?(): boolean
}

/**
 * Timers that stretch while this process is too busy to read what has arrived. A late answer
 * is then mostly our own fault, and timing out only to start over adds to the load.
 *
 * A wait is divided into short turns. A turn that fires late still counts as one turn, and
 * so does any time that the process was stopped.
 */
export class PatientTimers implements Timers {
  private readonly timers: Timers
  private readonly isThrottled: () => boolean

  constructor ({ timers = systemTimers, isThrottled = inBackground }: PatientTimersInit = {}) {
    this.timers = timers
    this.isThrottled = isThrottled
  }

  now (): number {
    return this.timers.now()
  }

  after (ms: number, callback: () => void): Timer {
    if (ms <= TURN || ms > LONGEST_PATIENT_WAIT) {
      return this.timers.after(ms, callback)
    }

    const turn = Math.ceil(ms / Math.ceil(ms / TURN))
    let remaining = ms
    let last = this.timers.now()
    const timer = this.timers.every(turn, () => {
      const now = this.timers.now()
      remaining -= this.count(now - last, turn)
      last = now

      if (remaining <= 0) {
        timer.stop()
        callback()
      }
    })

    return timer
  }

  every (ms: number, callback: () => void): Timer {
    return this.timers.every(ms, callback)
  }

  /** Returns how many ms count of a turn that was to take `expected` */
  private count (elapsed: number, expected: number): number {
    // timers fire a little late even on an idle machine
    return elapsed <= expected + TURN || this.isThrottled() ? Math.max(expected, elapsed) : Math.max(expected, elapsed * LEAST_SHARE)
  }
}

/** Those of the system, with patience */
export const patientTimers = new PatientTimers()
