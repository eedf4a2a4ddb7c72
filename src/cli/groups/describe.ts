import { shortKey } from '../../../keys/index.ts'
import { groupIdOf, groupPath, isMember, isOwner, isRosterKnown, shortGroupId } from '../../index.ts'
import { oneLine } from '../errors.ts'
import { renderTable } from '../terminal/table.ts'
import { cut } from '../terminal/wrap.ts'
import type { ContactNames } from './contact-names.ts'
import type { Group, StoredGroup } from '../../index.ts'

const NAME_WIDTH = 32

export type GroupKind = 'public' | 'invite' | 'members-only'

const KIND_WORDS: Record<GroupKind, string> = {
  public: 'a public room: anyone who knows it may join',
  invite: 'anyone with an invite may join',
  'members-only': 'members only'
}

/** A group, for programs. Contains nothing secret */
export interface PlainGroup {
  id: string
  name: string
  kind: GroupKind
  /** Public key of the founder */
  owner: string
  epoch: number
  /** Absent unless it is members-only */
  roster?: {
    version: number
    /** Whether the members are known: an invite contains only the owners */
    complete: boolean
    owners: string[]
    members: string[]
  }
  network: string
  addresses: string[]
  /** Unused invites that admit one person */
  openTickets: number
  file: string
}

export function plainGroup ({ group, network, addresses, tickets }: StoredGroup, directory: string, now: number): PlainGroup {
  const { name, owner, epoch, roster } = group

  return {
    id: groupIdOf(group),
    name,
    kind: kindOf(group),
    owner,
    epoch,
    ...(roster == null ? {} : { roster: { version: roster.version, complete: isRosterKnown(group), owners: roster.owners.map(({ publicKey }) => publicKey), members: [...roster.members] } }),
    network,
    addresses: addresses.map(address => address.toString()),
    openTickets: tickets.filter(({ expires }) => expires == null || expires > now).length,
    file: groupPath(directory, group.id)
  }
}

/** Describes a group in several lines */
export function groupText (plain: PlainGroup, group: Group, people: ContactNames, own?: string): string {
  const { id, name, kind, epoch, network, addresses, openTickets, file } = plain
  const lines = [
    `${nameText(name)}: ${KIND_WORDS[kind]}`,
    `  id          ${id}`,
    ...(group.roster == null ? [] : [`  roster      version ${group.roster.version}, ${countText(group)}`]),
    `  epoch       ${epoch}`,
    `  network     ${network}`,
    `  ways in     ${addresses.length === 0 ? 'none' : addresses.map(oneLine).join('\n              ')}`,
    ...(openTickets === 0 ? [] : [`  invites     ${openTickets} that admit one person`]),
    `  file        ${oneLine(file)}`
  ]

  return group.roster == null ? lines.join('\n') : `${lines.join('\n')}\n\n${membersTable(group, people, own)}`
}

/** Lists groups, one per line */
export function groupsTable (groups: readonly StoredGroup[], own?: string): string {
  return renderTable([{ head: 'Name' }, { head: 'Id' }, { head: 'Who' }, { head: 'You' }], groups.map(({ group }) => [
    cut(nameText(group.name), NAME_WIDTH),
    shortGroupId(group),
    kindOf(group) === 'members-only' ? countText(group) : KIND_WORDS[kindOf(group)],
    own == null || group.roster == null ? '' : standing(group, own)
  ]))
}

/** Removes invisible characters from a name, because names come from others */
export function nameText (name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
}

function kindOf ({ secret, roster }: Group): GroupKind {
  if (roster != null) {
    return 'members-only'
  }

  return secret == null ? 'public' : 'invite'
}

function countText (group: Group): string {
  const { owners = [], members = [] } = group.roster ?? {}
  const count = owners.length + members.length

  return isRosterKnown(group) ? `${count} ${count === 1 ? 'member' : 'members'}` : 'members are known after a call'
}

function standing (group: Group, publicKey: string): string {
  if (isMember(group, publicKey)) {
    return isOwner(group, publicKey) ? 'owner' : 'member'
  }

  return isRosterKnown(group) ? 'not on the roster' : ''
}

function membersTable (group: Group, people: ContactNames, own?: string): string {
  const { owners = [], members = [] } = group.roster ?? {}
  const keys = [...owners.map(({ publicKey }) => publicKey), ...members]

  return renderTable([{ head: 'Who' }, { head: 'Key' }, { head: '' }], keys.map(publicKey => [
    publicKey === own ? 'You' : people.nameOf(publicKey),
    shortKey(publicKey),
    isOwner(group, publicKey) ? 'owner' : ''
  ]))
}
