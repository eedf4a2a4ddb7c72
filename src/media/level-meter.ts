import { level } from './frame.ts'
import { nextSpeaking, SILENT } from './speaking.ts'

/**
 * What remains of a peak 10 ms later: it falls by 0.9 dB, so that a meter drawn ten
 * times a second neither jumps nor misses a word
 */
const DECAY = 0.9

/** Everything below -80 dBFS is shown as silence */
const FLOOR = 0.0001

/** Measures frames: how loud, and whether that is speech */
export class LevelMeter {
  private state = SILENT
  private peak = 0

  /** Linear, 0 to 1: rises at once, falls by 92 dB a second */
  get level (): number {
    return this.peak
  }

  /** True while there is speech */
  get speaking (): boolean {
    return this.state.speaking
  }

  /** Measures 10 ms; returns true if `speaking` has changed */
  push (samples: Int16Array): boolean {
    const now = level(samples)
    const speaking = this.state.speaking

    this.peak = Math.max(now, this.peak * DECAY)

    if (this.peak < FLOOR) {
      this.peak = 0
    }

    this.state = nextSpeaking(this.state, now)

    return this.state.speaking !== speaking
  }

  /** Starts over; returns true if `speaking` has changed */
  reset (): boolean {
    const speaking = this.state.speaking

    this.state = SILENT
    this.peak = 0

    return speaking
  }
}
