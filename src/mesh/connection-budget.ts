import { HARD_LIMIT } from './limits.ts'

/**
 * `RTCPeerConnection`s at once: to seven others, and two that are on their way out
 * while others take their place. In Node each costs 1 MiB, 100 descriptors and 2
 * threads, and 200 of them end the process.
 */
export const MAX_CONNECTIONS = HARD_LIMIT - 1 + 2

/** ms between two new connections to one participant, however often it asks for another one */
export const CONNECTION_INTERVAL = 1_000

/** ms for which a closed connection counts: the library takes it down on threads of its own */
export const CLOSING_TIME = 1_000

/**
 * Says when the next connection may be made. Pure: all times are handed in, in ms.
 */
export class ConnectionBudget {
  private readonly open = new Set<string>()
  /** When connections were closed, the oldest first */
  private closed: number[] = []
  private readonly made = new Map<string, number>()

  /**
   * ms until a connection to a participant may be made; one that it has is closed
   * then
   */
  delay (participant: string, now: number): number {
    const next = (this.made.get(participant) ?? -Infinity) + CONNECTION_INTERVAL
    const closing = this.closed.filter(at => at > now - CLOSING_TIME)
    const over = this.open.size + closing.length + 1 - MAX_CONNECTIONS
    const free = over <= 0 ? now : (closing[over - 1] ?? now) + CLOSING_TIME

    return Math.max(0, next - now, free - now)
  }

  /** A connection to a participant was made */
  add (participant: string, now: number): void {
    this.open.add(participant)
    this.made.set(participant, now)
    this.made.forEach((at, other) => {
      if (at <= now - CONNECTION_INTERVAL) {
        this.made.delete(other)
      }
    })
  }

  /** The connection to a participant was closed */
  remove (participant: string, now: number): void {
    if (this.open.delete(participant)) {
      this.closed = [...this.closed.filter(at => at > now - CLOSING_TIME), now]
    }
  }
}
