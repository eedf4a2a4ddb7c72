/** A time after faults in which people did not hear each other for too long */
export interface SlowHealing {
  /** The fault that ended last */
  after: string
  /** ms from its end until everybody heard everybody, or until the next fault */
  ms: number
  /** The people that were not heard when the time was up */
  unheard: string[]
}

/** ms in which everybody must hear everybody again */
export const HEALING = 5_000

/** ms after a fault until its silence is noticed for certain: see `SILENCE` and `INTERVAL` of voices */
export const NOTICED = 2_000

/** Measures how long a call takes to heal each time that no fault is left. Times in ms */
export class Healings {
  readonly slow: SlowHealing[] = []
  /** Of each time that it healed before the next fault */
  readonly times: number[] = []
  private underWay = 0
  private last = ''
  private since?: number
  private silentAt = 0
  private late: string[] = []

  /** Whether the end of a fault is not yet known to have healed */
  get pending (): boolean {
    return this.since != null
  }

  /** A fault has begun */
  begin (now: number): void {
    this.underWay++

    if (this.since != null) {
      this.noteSlow(now - this.since)
      this.since = undefined
    }
  }

  /** A fault is over */
  end (now: number, fault: string): void {
    this.underWay--
    this.last = fault

    if (this.underWay === 0) {
      this.since = now
      this.silentAt = now
      this.late = []
    }
  }

  /** Called often, with those that are not heard at the moment */
  observe (now: number, unheard: string[]): void {
    if (this.since == null) {
      return
    }

    if (unheard.length > 0) {
      this.silentAt = now
      this.late = now - this.since > HEALING && this.late.length === 0 ? unheard : this.late
    } else if (now - this.since > NOTICED) {
      this.times.push(Math.round(this.silentAt - this.since))
      this.noteSlow(this.silentAt - this.since)
      this.since = undefined
    }
  }

  private noteSlow (ms: number): void {
    if (ms > HEALING) {
      this.slow.push({ after: this.last, ms: Math.round(ms), unheard: this.late })
    }
  }
}
