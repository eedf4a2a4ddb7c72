import { groupIdOf } from '../../index.ts'
import type { Group } from '../../index.ts'

/** What happens to a group during its call, for programs. Contains nothing secret */
export type GroupEvent =
  { type: 'knock', publicKey: string, name: string } |
  { type: 'knock:end', publicKey: string, name: string } |
  { type: 'group', id: string, name: string, epoch: number, rosterVersion?: number, owners: string[], members: string[] } |
  { type: 'alarm', version: number, resolved: boolean, message: string }

export function groupEvent (group: Group): GroupEvent & { type: 'group' } {
  const { name, epoch, roster } = group

  return {
    type: 'group',
    id: groupIdOf(group),
    name,
    epoch,
    rosterVersion: roster?.version,
    owners: roster?.owners.map(({ publicKey }) => publicKey) ?? [],
    members: [...roster?.members ?? []]
  }
}

/** The roster has forked: owners changed it at the same time, or someone else has an owner's key */
export function alarmEvent (version: number, name: string, resolved = true): GroupEvent & { type: 'alarm' } {
  return {
    type: 'alarm',
    version,
    resolved,
    message: resolved
      ? `Two changes were made to the roster of "${name}" after version ${version - 1}, and only one of them counts, for everyone. Two owners made a change at the same time, or one owner did on two machines. Check the members with groupcall group show, and make the missing change again. If none of you made it, someone else has an owner's key: have that owner removed by an owner who was named earlier. If it is the founder's key, make a new group`
      : `Others have a roster of "${name}" that doesn't continue yours, so you can't use it. Either you missed too many changes, or someone who is no longer an owner gave you a false one. Ask an owner for a new invite, forget the group with groupcall group leave, and join again`
  }
}
