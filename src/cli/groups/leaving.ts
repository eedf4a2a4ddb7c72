import { isMember, isOwner } from '../../index.ts'
import { shellWord } from '../words.ts'
import type { Group } from '../../index.ts'

/** Returns what deleting a group means, for a user who is about to do it */
export function leavingWords (group: Group, own?: string): string {
  const { roster } = group
  const back = 'You need an invite to come back.'

  if (roster == null) {
    return `It goes on without you. ${back}`
  }

  if (own == null || !isOwner(group, own)) {
    const listed = own != null && isMember(group, own) ? ' You stay on its roster until an owner removes you.' : ''

    return `It goes on without you.${listed} ${back}`
  }

  const others = roster.owners.length - 1

  if (others > 0) {
    return `You are one of its owners. It goes on without you, with ${others === 1 ? 'one other owner' : `${others} other owners`}. ${back}`
  }

  return 'You are its only owner. It goes on without you, but then nobody can change its roster.'
}

/** Returns what the only owner can do first; `undefined` for others */
export function handOnWords ({ name, roster }: Group, own?: string): string | undefined {
  return roster?.owners.length === 1 && roster.owners[0].publicKey === own
    ? `To hand it over, answer no and run groupcall group add ${shellWord(name)} KEY --owner`
    : undefined
}
