import { isMember, isOwner } from '../../index.ts'
import { shellWord } from '../words.ts'
import type { Group } from '../../index.ts'

/** What it means to forget a group, for whoever is about to do it */
export function leavingWords (group: Group, own?: string): string {
  const { roster } = group
  const back = 'To come back you need an invite.'

  if (roster == null) {
    return `It goes on without you. ${back}`
  }

  if (own == null || !isOwner(group, own)) {
    const listed = own != null && isMember(group, own) ? ' You stay on its roster until an owner takes you off it.' : ''

    return `It goes on without you.${listed} ${back}`
  }

  const others = roster.owners.length - 1

  if (others > 0) {
    return `You are one of its owners, and your leaving ends nothing: it goes on, and ${others === 1 ? 'another owner remains' : `${others} other owners remain`}. ${back}`
  }

  return 'You are its only owner: it goes on, but nobody can change its roster any more.'
}

/** What an owner whom nobody follows can do before that; nothing for others */
export function handOnWords ({ name, roster }: Group, own?: string): string | undefined {
  return roster?.owners.length === 1 && roster.owners[0].publicKey === own
    ? `To hand it on, answer no and run groupcall group add ${shellWord(name)} KEY --owner`
    : undefined
}
