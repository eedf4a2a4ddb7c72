/**
 * ICE restarts of one link in {@link RESTART_PERIOD} ms, whoever asks for them:
 * one that three did not mend is rebuilt
 */
export const MAX_RESTARTS = 3
export const RESTART_PERIOD = 30_000

/** Lets so many restarts through. Pure: all times are handed in, in ms */
export class RestartLimit {
  private restarts: number[] = []

  /** Returns false when there were too many of late */
  take (now: number): boolean {
    this.restarts = this.restarts.filter(at => at > now - RESTART_PERIOD)

    if (this.restarts.length >= MAX_RESTARTS) {
      return false
    }

    this.restarts.push(now)

    return true
  }
}
