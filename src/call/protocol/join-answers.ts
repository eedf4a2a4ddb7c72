import { GroupCallFullError, JoinRefusedError } from '../../errors.ts'
import { setNewest } from '../../newest.ts'
import type { ProtocolContext } from './context.ts'
import type { DenialReason } from './types.ts'
import type { SignedPresence } from '../../signaling/index.ts'

/** Members that answered a request: more than fit into a call */
const MAX_REMEMBERED = 16

/** The answers to our requests to join, until a member lets us in */
export class JoinAnswers {
  private readonly context: ProtocolContext
  /** Members that told owners that we wait, and how many owners, by public key */
  private readonly waiting = new Map<string, { presence: SignedPresence, owners: number }>()
  /** Why members did not let us in, by public key */
  private readonly refusals = new Map<string, { presence: SignedPresence, reason: DenialReason }>()

  constructor (context: ProtocolContext) {
    this.context = context
  }

  /** Members that couldn't let us in, but may do so later */
  get pending (): SignedPresence[] {
    return [...this.waiting.values(), ...this.refusals.values()].map(({ presence }) => presence)
  }

  onRefuse (presence: SignedPresence, reason: DenialReason): void {
    setNewest(this.refusals, presence.publicKey, { presence, reason }, MAX_REMEMBERED)
    this.context.do({ type: 'answered', presence, answer: 'refused' })
  }

  /**
   * Handles a request to be let in before we are on the roster ourselves. It may come from
   * a member that can let us in
   */
  onAsked (presence: SignedPresence): void {
    const known = this.waiting.has(presence.publicKey)
    this.onWait(presence, 0)

    if (!known) {
      this.context.do({ type: 'ask', member: presence })
    }
  }

  /** We are on the roster now: asks the members that could not let us in before, and the one that brought the roster */
  askAgain (bearer?: SignedPresence): void {
    const members = new Map(bearer == null ? [] : [[bearer.publicKey, bearer]])
    this.waiting.forEach(({ presence }, publicKey) => { members.set(publicKey, presence) })
    this.waiting.clear()
    members.forEach(member => { this.context.do({ type: 'ask', member }) })
  }

  /** A member has told so many owners that we wait */
  onWait (presence: SignedPresence, owners: number): void {
    if (!this.context.entered) {
      setNewest(this.waiting, presence.publicKey, { presence, owners }, MAX_REMEMBERED)
      this.context.do({ type: 'answered', presence, answer: 'waiting' })
      this.context.emit('waiting', { owners })
    }
  }

  /** A member speaks to us as a participant now */
  onLetIn (publicKey: string): void {
    this.waiting.delete(publicKey)
    this.refusals.delete(publicKey)
  }

  /** A member that told owners that we wait has left the call */
  onLeave (publicKey: string): void {
    this.waiting.delete(publicKey)
  }

  /**
   * Returns why the join has failed, after everyone who could be found has answered;
   * undefined if nobody refused, or another owner may still let us in
   *
   * @param belongs - whether we are on the roster
   * @param owners - public keys of those that we know
   */
  failure (belongs: boolean, owners: string[]): Error | undefined {
    const reasons = [...this.refusals.values()].map(({ reason }) => reason)
    const told = Math.max(1, ...[...this.waiting.values()].map(({ owners }) => owners))
    // regardless of how many owners a member claims to have told
    const byOwners = owners.length > 0 && owners.every(publicKey => this.refusals.has(publicKey))

    if (reasons.length < (belongs ? 1 : told) && !byOwners) {
      return undefined
    }

    return belongs && reasons.includes('full') ? new GroupCallFullError() : new JoinRefusedError(reasons[0])
  }
}
