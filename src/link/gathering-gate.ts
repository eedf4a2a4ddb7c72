import { MAX_GATHERING, MAX_GATHERING_HOLD } from './limits.ts'

/**
 * Lets only a few connections gather at the same time, in the order of their
 * arrival
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
   * @returns call this when the connection no longer gathers; idempotent
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

/** Connections of a process share a network thread, so they share a gate */
export const sharedGate = new GatheringGate()
