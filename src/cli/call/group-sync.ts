import { GroupFileError, haveForked, mergeAddresses, mergeGroups, newerGroup, removeTicket, updateGroup, watchGroup } from '../../index.ts'
import type { MembersCall } from './members-call.ts'
import type { CallPlan } from './plan.ts'
import type { Group, StoredGroup, Ticket } from '../../index.ts'

export interface GroupSyncInit {
  /** Where groups are stored */
  directory: string
  /** The group before the call */
  known: StoredGroup
  /** Called when the group can't be stored; the call goes on */
  onProblem(error: Error): void
  /** Called when the call and another process changed the roster at the same time, and the change of the other one is lost */
  onAlarm(version: number): void
}

/**
 * Syncs a stored group with its call: writes what changes in the call, and hands the
 * call what another process writes. The newer roster wins, in either direction.
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

  /** Unused tickets, each of which admits one person */
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

  /** Makes a change of the roster where the group is stored; the call goes on without that if it can't be */
  async update (change: (stored?: Group) => Promise<Group>): Promise<Group> {
    const { directory, known, onProblem } = this.init
    const updated = this.work.then(async () => updateGroup(directory, known.group.id, async before =>
      before == null ? undefined : { ...before, group: await change(before.group) }))

    this.work = updated.then(stored => { this.stored = stored ?? this.stored }, () => {})

    try {
      return (await updated)?.group ?? await change()
    } catch (err) {
      if (!(err instanceof GroupFileError)) {
        throw err
      }

      onProblem(err)

      return change()
    }
  }

  /** Begins to sync the stored group with a call */
  attach (call: MembersCall): void {
    const { directory, onProblem } = this.init
    this.call = call

    call.addEventListener('group', () => { this.sync() })
    call.addEventListener('ticket', ({ detail }) => {
      // at once, so that it admits nobody else even if it can't be stored
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
      if (before == null) {
        return undefined
      }

      const group = newerGroup(before.group, call.group)
      // otherwise the call takes the stored group, and raises the alarm itself
      alarm = group !== before.group && haveForked(before.group, call.group)

      return change({ ...before, group })
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
      known: known ?? { group, network, addresses: mergeAddresses(bootstrap), tickets: [] },
      ...listeners
    })
}
