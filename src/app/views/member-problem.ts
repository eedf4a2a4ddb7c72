import type { MembersState } from '../model/state.ts'

/** As in the library, which isn't loaded for this */
const MAX_OWNERS = 8
const MAX_MEMBERS = 256

/** Returns why a change of the roster isn't possible; there is a text for each reason */
export type MemberProblem = 'key' | 'known' | 'full' | 'owners'

export function addProblem ({ people }: MembersState, publicKey: string): MemberProblem | undefined {
  if (!/^[0-9a-f]{64}$/.test(publicKey)) {
    return 'key'
  }

  if (people.some(person => person.publicKey === publicKey)) {
    return 'known'
  }

  return people.length >= MAX_MEMBERS ? 'full' : undefined
}

export function ownerProblem ({ people }: MembersState): MemberProblem | undefined {
  return people.filter(({ owner }) => owner).length >= MAX_OWNERS ? 'owners' : undefined
}
