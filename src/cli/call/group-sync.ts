import { contradict, mergeGroups, newerGroup, removeTicket, uniteAddresses, updateGroup, watchGroup } from '../../index.ts'
import type { MembersCall } from './members-call.ts'
import type { CallPlan } from './plan.ts'
import type { Group, StoredGroup, Ticket } from '../../index.ts'

export interface GroupSyncInit {
  /** Where groups are stored */
  directory: string
  /** The group as it is known before the call */
  known: StoredGroup
  /** Called when the group can't be written; the call goes on */
  onProblem(error: Error): void
  /** Called when the call and another process changed the roster at the same time: one change is lost */
  onAlarm(version: number): void
}

/**
 * Syncs a stored group with its call: writes what changes in the call, and hands the
 * call what another process writes. The newer version wins, in either direction.
 */
export class GroupSync {
  private readonly init: GroupSyncInit
  private readonly controller = new AbortController()
  private stored: StoredGroup
  private call?: MembersCall
  private work: Promise<void> = Promise.resolve()

  /** Whether the group was deleted during the call: it is not stored again */
  private forgotten = false

  constructor (init: GroupSyncInit) {
    this.init = init
    this.stored = init.known
  }

  /** Unused tickets, each of which lets one person in */
  get tickets (): readonly Ticket[] {
    return this.stored.tickets
  }

  /**
   * Stores the group
   *
   * @returns the group as it is now: another process may have changed it
   */
  async open (): Promise<Group> {
    const { directory, known, onProblem } = this.init

    try {
      this.stored = await updateGroup(directory, known.group.id, before => before == null ? known : mergeGroups(before, known)) ?? known
    } catch (err: any) {
      onProblem(err)
    }

    return this.stored.group
  }

  /** Begins to sync the stored group with a call */
  attach (call: MembersCall): void {
    const { directory, onProblem } = this.init
    this.call = call

    call.addEventListener('group', () => { this.sync() })
    call.addEventListener('ticket', ({ detail }) => {
      // at once, so that it lets nobody else in even if it can't be written
      this.stored = removeTicket(this.stored, detail)
      this.sync(stored => removeTicket(stored, detail))
    })

    try {
      watchGroup(directory, this.stored.group.id, () => { this.sync() }, this.controller.signal)
    } catch (err: any) {
      onProblem(err)
    }
  }

  /** Stops; resolves when everything is written */
  async close (): Promise<void> {
    this.controller.abort()
    await this.work
  }

  private sync (change?: (stored: StoredGroup) => StoredGroup): void {
    this.work = this.work.then(async () => this.run(change)).catch(err => { this.init.onProblem(err) })
  }

  private async run (change: (stored: StoredGroup) => StoredGroup = stored => stored): Promise<void> {
    const { call } = this

    if (call == null || this.forgotten) {
      return
    }

    let alarm = false
    const kept = await updateGroup(this.init.directory, call.group.id, before => {
      alarm = before != null && contradict(before.group, call.group)

      return before == null ? undefined : change({ ...before, group: newerGroup(before.group, call.group) })
    })

    if (kept == null) {
      this.forgotten = true
      return
    }

    this.stored = kept

    if (alarm) {
      this.init.onAlarm(call.group.roster?.version ?? 0)
    }

    if (newerGroup(call.group, kept.group) !== call.group) {
      call.adopt(kept.group)
    }
  }
}

/** Returns the sync of a call's group, unless the group is not to be stored */
export function createGroupSync ({ groupsPath, known, network, bootstrap }: CallPlan, group: Group, listeners: Pick<GroupSyncInit, 'onProblem' | 'onAlarm'>): GroupSync | undefined {
  return groupsPath == null
    ? undefined
    : new GroupSync({
      directory: groupsPath,
      known: known ?? { group, network, addresses: uniteAddresses(bootstrap), tickets: [] },
      ...listeners
    })
}
