import { MAX_RESTARTS, RESTART_PERIOD } from './limits.ts'

/** Limits how often ICE is restarted. Pure: all times are passed in, in ms */
export class RestartLimit {
  private readonly max: number
  private readonly period: number
  private restarts: number[] = []

  constructor (max: number = MAX_RESTARTS, period: number = RESTART_PERIOD) {
    this.max = max
    this.period = period
  }

  /** Returns false if there were too many restarts lately */
  take (now: number): boolean {
    this.restarts = this.restarts.filter(at => at > now - this.period)

    if (this.restarts.length >= this.max) {
      return false
    }

    this.restarts.push(now)

    return true
  }
}
