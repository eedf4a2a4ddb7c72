import { isMember } from '../group/index.ts'
import { MAX_TRIES, RosterDraft } from './roster-draft.ts'
import type { ChangeOf, RosterDraftInit } from './roster-draft.ts'
import type { Group, RosterChange } from '../group/index.ts'

/**
 * Reads the group where it is stored, and stores what `change` makes of it, so that no change
 * by another process is lost. `change` gets the stored group, if there is one, and may be
 * called several times. Returns the group as it is from then on. Called again for the same
 * change if another owner's roster has arrived meanwhile.
 */
export type UpdateGroup = (change: (stored?: Group) => Promise<Group>) => Promise<Group>

export interface RosterEditorInit extends RosterDraftInit {
  /** @default the group is kept in memory alone */
  updateGroup?: UpdateGroup
}

/**
 * Changes the roster of a call's group as one of its owners, one change after the other, and
 * after those that others make meanwhile: two that follow the same roster would fork it
 */
export class RosterEditor {
  private readonly init: RosterEditorInit
  private last: Promise<void> = Promise.resolve()

  constructor (init: RosterEditorInit) {
    this.init = init
  }

  /** @throws {InvalidParametersError} with what to do */
  async change (change: RosterChange): Promise<void> {
    await this.enqueue(() => change)
  }

  /** Admits a person who knocked, and adds them to the roster unless another change already has */
  async admit (publicKey: string): Promise<void> {
    await this.enqueue(group => isMember(group, publicKey) ? undefined : { add: [publicKey] })

    if (isMember(this.init.protocol.group, publicKey)) {
      this.init.feed({ type: 'admit', publicKey })
    }
  }

  /** Makes a change when earlier ones are done */
  private async enqueue (changeOf: ChangeOf): Promise<void> {
    const changed = this.last.then(async () => this.make(new RosterDraft(this.init, changeOf)))
    this.last = changed.catch(() => {})
    await changed
  }

  /**
   * Stores a change and hands it to the call, unless another owner's change has arrived
   * meanwhile: then it is made again, of their roster
   */
  private async make (draft: RosterDraft): Promise<void> {
    const { feed, updateGroup = async change => change() } = this.init
    let group = await updateGroup(async stored => draft.make(stored))

    for (let tries = 1; draft.overtaken && tries < MAX_TRIES; tries++) {
      group = await updateGroup(async stored => draft.make(stored))
    }

    // nothing can arrive between the last check and this
    feed({ type: 'group', group })

    if (draft.error != null) {
      throw draft.error
    }
  }
}
