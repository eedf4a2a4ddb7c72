import { FIRST_RESTART_PAUSE, MAX_RESTART_PAUSE } from './limits.ts'

/**
 * Decides when ICE is restarted next while the remote end isn't heard: pauses grow, so
 * that a restart has time to succeed on a slow path. Pure: all times are in ms.
 */
export class RestartPauses {
  private readonly first: number
  private readonly max: number
  private pause: number
  private next = -Infinity

  constructor (first: number = FIRST_RESTART_PAUSE, max: number = MAX_RESTART_PAUSE) {
    this.first = first
    this.max = max
    this.pause = first
  }

  /** Returns whether the pause since the last restart is over; the next is longer then */
  take (now: number): boolean {
    if (now < this.next) {
      return false
    }

    this.begin(now)
    this.pause = Math.min(2 * this.pause, this.max)

    return true
  }

  /** Begins a pause, because either end has restarted ICE */
  begin (now: number): void {
    this.next = now + this.pause
  }

  /** Called when the remote end is heard, or the network has changed: the next pause is the first again */
  reset (): void {
    this.pause = this.first
    this.next = -Infinity
  }
}
