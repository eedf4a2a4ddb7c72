import type { Group } from '../../index.ts'
import type { MembersState, MemberState, PersonState } from '../model/state.ts'

/** Returns the current members of a members-only group; `undefined` for another group */
export function makeMembersState ({ roster }: Pick<Group, 'roster'>, self: PersonState, participants: readonly PersonState[]): MembersState | undefined {
  if (roster == null) {
    return undefined
  }

  const names = new Map([...participants, self].map(({ publicKey, name }) => [publicKey, name]))
  const member = (publicKey: string, owner: boolean): MemberState => ({
    publicKey,
    name: names.get(publicKey) ?? '',
    owner,
    self: publicKey === self.publicKey,
    present: names.has(publicKey)
  })
  const people = [...roster.owners.map(({ publicKey }) => member(publicKey, true)), ...roster.members.map(publicKey => member(publicKey, false))]
  const own = people.find(person => person.self)

  return { belongs: own != null, owner: own?.owner === true, people: people.sort((a, b) => rank(a) - rank(b)) }
}

function rank ({ owner, present }: MemberState): number {
  return (owner ? 0 : 2) + (present ? 0 : 1)
}
