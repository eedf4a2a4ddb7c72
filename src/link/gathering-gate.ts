import { MAX_GATHERING, MAX_GATHERING_HOLD } from './limits.ts'

/**
 * Lets few connections gather at the same time, in the order in which they came
 */
export class GatheringGate {
  private readonly max: number
  private readonly maxHold: number
  private readonly waiting: Array<() => void> = []
  private holders = 0

  constructor (max: number = MAX_GATHERING, maxHold: number = MAX_GATHERING_HOLD) {
    this.max = max
    this.maxHold = maxHold
  }

  /**
   * Resolves when it is the caller's turn
   *
   * @returns what is to be called when gathering matters no more; calling it
   * again is harmless
   */
  async enter (): Promise<() => void> {
    if (this.holders >= this.max) {
      await new Promise<void>(resolve => { this.waiting.push(resolve) })
    } else {
      this.holders++
    }

    let held = true
    const leave = (): void => {
      if (!held) {
        return
      }

      held = false
      clearTimeout(timer)

      // the place goes to the next in line
      const next = this.waiting.shift()

      if (next != null) {
        next()
      } else {
        this.holders--
      }
    }
    const timer = setTimeout(leave, this.maxHold)

    return leave
  }
}

/** All connections of a process share one network thread, and so one gate */
export const sharedGate = new GatheringGate()
