import { contradict, mergeGroups, newerGroup, removeTicket, uniteAddresses, updateGroup, watchGroup } from '../../index.ts'
import type { MembersCall } from './members-call.ts'
import type { CallPlan } from './plan.ts'
import type { Group, StoredGroup, Ticket } from '../../index.ts'

export interface GroupSyncInit {
  /** Where groups are kept */
  directory: string
  /** What is known of the group before the call */
  known: StoredGroup
  /** Told of what cannot be kept; the call goes on */
  onProblem(error: Error): void
  /** The roster was changed in the call and by another process at once: one of both is lost */
  onAlarm(version: number): void
}

/**
 * Keeps what is known of a group while its call is on: what changes in the call is
 * written, and what another process writes is taken by the call. The newer of both
 * wins, so that it does not matter who tells whom.
 */
export class GroupSync {
  private readonly init: GroupSyncInit
  private readonly controller = new AbortController()
  private stored: StoredGroup
  private call?: MembersCall
  private work: Promise<void> = Promise.resolve()

  /** Whether the group was forgotten during the call: it is not kept again */
  private forgotten = false

  constructor (init: GroupSyncInit) {
    this.init = init
    this.stored = init.known
  }

  /** Those that are open: each lets somebody in */
  get tickets (): readonly Ticket[] {
    return this.stored.tickets
  }

  /**
   * Keep the group
   *
   * @returns the group as it is known now: another process may have changed it
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

  /** From now on the call and what is kept follow each other */
  attach (call: MembersCall): void {
    const { directory, onProblem } = this.init
    this.call = call

    call.addEventListener('group', () => { this.sync() })
    call.addEventListener('ticket', ({ detail }) => {
      // at once: it lets in nobody else, even if it cannot be written
      this.stored = removeTicket(this.stored, detail)
      this.sync(stored => removeTicket(stored, detail))
    })

    try {
      watchGroup(directory, this.stored.group.id, () => { this.sync() }, this.controller.signal)
    } catch (err: any) {
      onProblem(err)
    }
  }

  /** Resolves when everything is written */
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

/** What keeps the group of a call, if it is to be kept */
export function createGroupSync ({ groupsPath, known, network, bootstrap }: CallPlan, group: Group, listeners: Pick<GroupSyncInit, 'onProblem' | 'onAlarm'>): GroupSync | undefined {
  return groupsPath == null
    ? undefined
    : new GroupSync({
      directory: groupsPath,
      known: known ?? { group, network, addresses: uniteAddresses(bootstrap), tickets: [] },
      ...listeners
    })
}
