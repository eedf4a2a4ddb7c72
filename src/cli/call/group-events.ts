import { groupIdOf } from '../../index.ts'
import type { Group } from '../../index.ts'

/** What happens to a group while its call is on, for programs: nothing secret is in it */
export type GroupEvent =
  { type: 'knock', publicKey: string, name: string } |
  { type: 'knock:end', publicKey: string, name: string } |
  { type: 'group', id: string, name: string, epoch: number, rosterVersion?: number, owners: string[], members: string[] } |
  { type: 'alarm', version: number, message: string }

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

/** Two owners changed the roster at once, or somebody has an owner's key */
export function alarmEvent (version: number, name: string): GroupEvent & { type: 'alarm' } {
  return {
    type: 'alarm',
    version,
    message: `Two different rosters of "${name}" carry the number ${version}. Two owners changed it in the same moment, or one on two machines; if none of you did, somebody else has an owner's key. Everybody takes the same one of the two: look at it with groupcall group show, make the change that is missing again, and remove an owner whose key is in wrong hands`
  }
}
