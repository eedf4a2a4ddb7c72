/** A heartbeat goes out this often, in ms */
export const HEARTBEAT_INTERVAL = 500

/** ms of silence after which the other end is shown as reconnecting: within 2 s */
export const SILENCE_LIMIT = 1_500

/**
 * ms of silence after which ICE is restarted: connections that are only slow, or
 * whose packets are lost for a moment, come back by themselves
 */
export const LOSS_LIMIT = 3_000

/** ms of silence after which the other end is gone: within 10 s */
export const GONE_LIMIT = 9_000

/**
 * ms that one tick may be late before this process, not the other end, is taken
 * to have slept
 */
const SLEEP_LIMIT = 1_000

export type Liveness = 'alive' | 'silent' | 'lost' | 'gone'

/**
 * Tells from the times of heartbeats whether the other end lives. Pure: all
 * times are handed in, in ms.
 */
export class LivenessMonitor {
  private heard: number
  private ticked: number

  constructor (now: number) {
    this.heard = now
    this.ticked = now
  }

  /** Something of the other end arrived, or is known to have */
  markAlive (now: number): void {
    this.heard = Math.max(this.heard, now)
  }

  /** To be called every {@link HEARTBEAT_INTERVAL} */
  tick (now: number): Liveness {
    const late = now - this.ticked - HEARTBEAT_INTERVAL

    // a laptop that was closed, a process that was stopped: nobody could be
    // heard, so nobody is to blame
    if (late > SLEEP_LIMIT) {
      this.heard += late
    }

    this.ticked = now
    const silence = now - this.heard

    if (silence > GONE_LIMIT) {
      return 'gone'
    }

    if (silence > LOSS_LIMIT) {
      return 'lost'
    }

    return silence > SILENCE_LIMIT ? 'silent' : 'alive'
  }
}
