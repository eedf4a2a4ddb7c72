import type { GroupCallMeshEvents } from './types.ts'
import type { Logger } from '@libp2p/interface'
import type { TypedEventTarget } from 'main-event'

/**
 * Counts the messages that were dropped, and reports those that an honest
 * participant never sends
 */
export class DroppedMessages {
  /** By reason */
  readonly counts: Record<string, number> = {}

  private readonly events: TypedEventTarget<GroupCallMeshEvents>
  private readonly log: Logger

  constructor (events: TypedEventTarget<GroupCallMeshEvents>, log: Logger) {
    this.events = events
    this.log = log
  }

  drop (reason: string): void {
    this.counts[reason] = (this.counts[reason] ?? 0) + 1
    this.log('dropped a message: %s', reason)
  }

  /** Drops a message that an honest participant never sends */
  reportViolation (participant: string, reason: string): void {
    this.drop(reason)
    this.events.safeDispatchEvent('participant:violation', { detail: participant })
  }
}
