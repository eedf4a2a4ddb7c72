import { defaultLogger } from '@libp2p/logger'
import { FRAME_MS } from './frame.ts'

const defaultLog = defaultLogger().forComponent('groupcall:media')

/**
 * How late a frame may still be delivered, in ms. Older frames are dropped: after a
 * laptop's sleep nobody wants to hear the hours in between, and a burst of this
 * length is what a jitter buffer takes
 */
export const MAX_LATE = 200

export interface FrameClockInit {
  /**
   * Monotonic time in ms
   *
   * @default performance.now
   */
  now?(): number

  /**
   * Called with an error that a user threw. That user is no longer ticked; the
   * others are.
   *
   * @default logs it
   */
  onError?(err: unknown): void
}

/**
 * Calls its users once for each 10 ms of monotonic time. A timer alone is always a
 * little late and would lose up to a fifth of the frames; this counts how many are
 * due, and catches up on those that aren't older than {@link MAX_LATE}.
 *
 * All users share a timer. It runs only while there are users.
 */
export class FrameClock {
  private readonly users = new Set<() => void>()
  private readonly now: () => number
  private readonly onError: (err: unknown) => void
  private timer?: ReturnType<typeof setTimeout>
  private due = 0

  constructor (init: FrameClockInit = {}) {
    this.now = init.now ?? (() => performance.now())
    this.onError = init.onError ?? (err => { defaultLog.error('a user of the frame clock failed and was removed - %e', err) })
    this.run = this.run.bind(this)
  }

  /**
   * Calls `tick` for each 10 ms from now on
   *
   * @returns call this to stop; idempotent
   */
  add (tick: () => void): () => void {
    // the same function may be added twice
    const user = (): void => { tick() }

    this.users.add(user)

    if (this.timer == null) {
      this.due = this.now() + FRAME_MS
      this.schedule()
    }

    return () => {
      this.remove(user)
    }
  }

  private remove (user: () => void): void {
    this.users.delete(user)

    if (this.users.size === 0) {
      clearTimeout(this.timer)
      this.timer = undefined
    }
  }

  private schedule (): void {
    this.timer = setTimeout(this.run, Math.max(1, this.due - this.now()))
  }

  private run (): void {
    const late = this.now() - this.due

    if (late > MAX_LATE) {
      this.due += Math.ceil((late - MAX_LATE) / FRAME_MS) * FRAME_MS
    }

    // counted in advance, so that a user slower than real time can't keep the loop running
    let frames = Math.max(0, Math.floor((this.now() - this.due) / FRAME_MS) + 1)

    for (; frames > 0; frames--) {
      this.due += FRAME_MS

      for (const user of this.users) {
        try {
          user()
        } catch (err) {
          this.remove(user)
          this.onError(err)
        }
      }
    }

    if (this.users.size > 0) {
      this.schedule()
    }
  }
}

/** The clock that this process shares */
export const sharedClock = new FrameClock()
