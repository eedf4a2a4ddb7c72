import { TokenBucket } from '../../bucket.ts'
import { REACTION_BURST, REACTIONS_PER_SECOND } from '../limits.ts'
import type { ProtocolContext } from './context.ts'
import type { ParticipantRecord } from './participants.ts'
import type { GestureMessage, Reaction } from '../../signaling/index.ts'

/** Raised hands, which last, and reactions, which don't */
export class Gestures {
  private readonly context: ProtocolContext
  /** Limit the reactions of each participant, and the local ones */
  private readonly budgets = new WeakMap<object, TokenBucket>()
  private raised = false

  constructor (context: ProtocolContext) {
    this.context = context
  }

  /** Whether the local participant has raised its hand */
  get handRaised (): boolean {
    return this.raised
  }

  setHand (raised: boolean): void {
    if (this.raised !== raised) {
      this.raised = raised
      this.broadcast({ type: 'hand', raised })
    }
  }

  /** Drops a reaction that others would drop */
  react (reaction: Reaction): void {
    if (this.take(this)) {
      this.broadcast({ type: 'reaction', reaction })
    }
  }

  /** Tells a participant that we have just been linked with: it expects no raised hand */
  greet (record: ParticipantRecord): void {
    if (this.raised && !record.onHold) {
      this.context.send(record.presence, { type: 'hand', raised: true })
    }
  }

  /** Called for a message of a participant; nothing of one that is held is shown */
  receive (record: ParticipantRecord, message: GestureMessage): void {
    const { context } = this

    if (record.onHold) {
      return
    }

    if (message.type === 'hand') {
      if (record.handRaised !== message.raised) {
        record.handRaised = message.raised
        context.emit('participant:update', record)
        context.emit('hand', record)
      }
    } else if (message.reaction == null) {
      // of a later version
      context.do({ type: 'drop', reason: 'unexpected', violation: false })
    } else if (this.take(record)) {
      context.emit('reaction', { participant: record, reaction: message.reaction })
    }
  }

  private broadcast (message: GestureMessage): void {
    this.context.participants.list.filter(({ onHold }) => !onHold).forEach(({ presence }) => { this.context.send(presence, message) })
  }

  /** Returns whether another reaction of somebody is within the limit; drops the message otherwise */
  private take (whose: object): boolean {
    const { context } = this
    const budget = this.budgets.get(whose) ?? new TokenBucket(REACTIONS_PER_SECOND, REACTION_BURST, context.now)
    this.budgets.set(whose, budget)
    const within = budget.take(context.now)

    if (!within) {
      context.do({ type: 'drop', reason: 'rate', violation: false })
    }

    return within
  }
}
