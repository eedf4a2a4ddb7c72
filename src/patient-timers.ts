import { systemTimers } from './timers.ts'
import type { Timer, Timers } from './timers.ts'

/** ms between the turns by which a wait is counted */
export const TURN = 50

/** Share of the time that counts at the least: a wait takes at most eight times as long */
export const LEAST_SHARE = 1 / 8

/** ms above which a wait isn't stretched: it is a pause, which nothing could answer too late */
export const LONGEST_PATIENT_WAIT = 15_000

export interface PatientTimersInit {
  /** @default those of the system */
  timers?: Timers
  /**
   * Whether the platform itself makes timers late, so that lateness says nothing
   *
   * @default whether this is a page in the background
   */
  isThrottled?(): boolean
}

/**
 * Timers that wait longer while this process is too busy to handle what arrives. What an
 * answer of others takes is then mostly its own doing, and giving up on them, only to start
 * over, would make it busier still.
 *
 * A wait is counted in turns of the event loop: a turn that comes late counts as one, and
 * so does the time for which the process was stopped.
 */
export class PatientTimers implements Timers {
  private readonly timers: Timers
  private readonly isThrottled: () => boolean

  constructor ({ timers = systemTimers, isThrottled = isHidden }: PatientTimersInit = {}) {
    this.timers = timers
    this.isThrottled = isThrottled
  }

  now (): number {
    return this.timers.now()
  }

  after (ms: number, callback: () => void): Timer {
    if (ms > LONGEST_PATIENT_WAIT) {
      return this.timers.after(ms, callback)
    }

    let remaining = ms
    let timer: Timer
    const wait = (): void => {
      const began = this.timers.now()
      const turn = Math.min(TURN, remaining)

      timer = this.timers.after(turn, () => {
        remaining -= this.count(this.timers.now() - began, turn)

        if (remaining > 0) {
          wait()
        } else {
          callback()
        }
      })
    }
    wait()

    return { stop: () => { timer.stop() } }
  }

  every (ms: number, callback: () => void): Timer {
    return this.timers.every(ms, callback)
  }

  /** Returns how many ms count of a turn that was to take `expected` */
  private count (elapsed: number, expected: number): number {
    // timers of the system are a little late on a machine with nothing to do, too
    return elapsed <= expected + TURN || this.isThrottled() ? Math.max(expected, elapsed) : Math.max(expected, elapsed * LEAST_SHARE)
  }
}

/** Those of the system, with patience */
export const patientTimers = new PatientTimers()

function isHidden (): boolean {
  return globalThis.document?.visibilityState === 'hidden'
}
