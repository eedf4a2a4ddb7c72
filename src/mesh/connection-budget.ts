import { CLOSING_TIME, CONNECTION_INTERVAL, MAX_CONNECTIONS } from './limits.ts'

/**
 * Decides when the next connection may be created. Pure: all times are passed in,
 * in ms.
 */
export class ConnectionBudget {
  private readonly interval: number
  private readonly closingTime: number
  private readonly open = new Set<string>()
  /** Times at which connections were closed, the oldest first */
  private closed: number[] = []
  private readonly made = new Map<string, number>()

  constructor (interval: number = CONNECTION_INTERVAL, closingTime: number = CLOSING_TIME) {
    this.interval = interval
    this.closingTime = closingTime
  }

  /**
   * Returns the ms until a connection to a participant may be created; its present
   * one is closed then
   */
  delay (participant: string, now: number): number {
    const next = (this.made.get(participant) ?? -Infinity) + this.interval
    const closing = this.closed.filter(at => at > now - this.closingTime)
    const over = this.open.size + closing.length + 1 - MAX_CONNECTIONS
    const free = over <= 0 ? now : (closing[over - 1] ?? now) + this.closingTime

    return Math.max(0, next - now, free - now)
  }

  /** Called when a connection to a participant was created */
  add (participant: string, now: number): void {
    this.open.add(participant)
    this.made.set(participant, now)
    this.made.forEach((at, other) => {
      if (at <= now - this.interval) {
        this.made.delete(other)
      }
    })
  }

  /** Called when the connection to a participant was closed */
  remove (participant: string, now: number): void {
    if (this.open.delete(participant)) {
      this.closed = [...this.closed.filter(at => at > now - this.closingTime), now]
    }
  }
}
