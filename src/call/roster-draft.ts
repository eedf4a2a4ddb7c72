import { equals } from 'uint8arrays/equals'
import { changeRoster, haveForked, newerGroup } from '../group/index.ts'
import type { ProtocolInput } from './protocol/types.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, RosterChange } from '../group/index.ts'

/** How often a change is made again because others have made theirs meanwhile. After that, it forks the roster, with an alarm */
export const MAX_TRIES = 16

export interface RosterDraftInit {
  identity: Identity
  /** Has the group as it is in the call */
  protocol: { readonly group: Group }
  feed(input: ProtocolInput): void
}

/** Returns the change to make of a group, if any */
export type ChangeOf = (group: Group) => RosterChange | undefined

interface Attempt {
  /** The group in the call at that time */
  seen: Group
  /** The group that was changed */
  before: Group
  after: Group
}

/**
 * A change of the roster that is being signed and stored. Until the call adopts it, nobody
 * has been sent it, so it can be made again of a roster that arrives meanwhile.
 */
export class RosterDraft {
  /** Why the change can't be made of a roster that has arrived since it could */
  error?: Error

  private readonly init: RosterDraftInit
  private readonly changeOf: ChangeOf
  private last?: Attempt

  constructor (init: RosterDraftInit, changeOf: ChangeOf) {
    this.init = init
    this.changeOf = changeOf
  }

  /** Whether the call has adopted another roster since, which the change would fork */
  get overtaken (): boolean {
    const { group } = this.init.protocol

    return this.last != null && this.last.seen !== group && haveForked(group, this.last.after)
  }

  /** Makes the change of the newest roster, and again if another one arrives while it is being signed */
  async make (stored?: Group): Promise<Group> {
    const { feed, protocol } = this.init
    const known = this.withoutDraft(stored)

    if (known != null && haveForked(protocol.group, known)) {
      // another process has forked the roster: everybody is shown that before the losing branch is overwritten
      feed({ type: 'group', group: known })
    }

    let attempt = await this.attempt(known)

    for (let tries = 1; attempt.seen !== protocol.group && tries < MAX_TRIES; tries++) {
      attempt = await this.attempt(known)
    }

    this.last = attempt

    return attempt.after
  }

  private async attempt (known?: Group): Promise<Attempt> {
    const { identity, protocol: { group: seen } } = this.init
    const before = known == null ? seen : newerGroup(seen, known)
    const change = this.changeOf(before)
    this.error = undefined

    try {
      return { seen, before, after: change == null ? before : await changeRoster(before, identity, change) }
    } catch (err: any) {
      if (this.last == null) {
        throw err
      }

      // the former draft may be stored, and must not stay there
      this.error = err

      return { seen, before, after: before }
    }
  }

  /** Returns the stored group as it is without the former draft */
  private withoutDraft (stored?: Group): Group | undefined {
    return stored != null && this.last != null && isSame(stored, this.last.after) ? this.last.before : stored
  }
}

/** Returns whether two states of a group have the same signed roster */
function isSame ({ roster: a }: Group, { roster: b }: Group): boolean {
  return a?.signed != null && b?.signed != null && equals(a.signed.hash, b.signed.hash)
}
