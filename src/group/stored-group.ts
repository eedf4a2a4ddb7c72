import { InvalidParametersError } from '@libp2p/interface'
import { equals } from 'uint8arrays/equals'
import { toString } from 'uint8arrays/to-string'
import { applyRoster, secretOf, withPrevious } from './apply-roster.ts'
import { GroupNameError } from './errors.ts'
import { compareChains } from './fork-choice.ts'
import { MAX_INVITE_ADDRESSES } from './invite.ts'
import { chainOf } from './roster-chain.ts'
import { MAX_TICKETS } from './ticket.ts'
import type { Fork } from './fork-choice.ts'
import type { Group } from './group.ts'
import type { Ticket } from './ticket.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Addresses that are stored with a group: all of them fit an invite */
export const MAX_STORED_ADDRESSES = MAX_INVITE_ADDRESSES

/** Fewest digits of an id that identify a group: names may consist of hex digits, too */
const MIN_ID_DIGITS = 4

/** Digits of an id on a screen: enough to tell anybody's groups apart */
const SHORT_ID_DIGITS = 8

/** A group as a member stores it; keep it as secret as the group */
export interface StoredGroup {
  readonly group: Group

  /** Name of the network preset */
  readonly network: string

  /** Of bootstrap peers and members, the latest first: at most 8, as in an invite */
  readonly addresses: readonly Multiaddr[]

  /** Unused tickets that the local owner has issued, the oldest first */
  readonly tickets: readonly Ticket[]
}

/** Returns 64 lower-case hex digits */
export function groupIdOf ({ id }: Group): string {
  return toString(id, 'base16')
}

/** Returns the beginning of a group's id, for screens */
export function shortGroupId (group: Group): string {
  return groupIdOf(group).slice(0, SHORT_ID_DIGITS)
}

/**
 * Merges a stored group with what an invite, the others in a call, or another local process
 * knows about it
 *
 * @throws {InvalidParametersError} if these are two groups, or one of them is made to look
 * like the other
 */
export function mergeGroups (stored: StoredGroup, incoming: StoredGroup): StoredGroup {
  if (!isSameGroup(stored.group, incoming.group)) {
    throw new InvalidParametersError('This isn\'t the group that is stored under the same id: ask for a new invite')
  }

  return {
    group: newerGroup(stored.group, incoming.group),
    network: incoming.network,
    addresses: mergeAddresses(incoming.addresses, stored.addresses),
    tickets: stored.tickets
  }
}

/**
 * Returns the newer of two states of a group; `known` itself if the other one has no news, or
 * is another group. A roster counts only if it continues the known one, or wins over it: the
 * author of an invite may name anyone as an owner. So an invite of a later epoch brings the
 * secret of that epoch, and the roster comes from members.
 */
export function newerGroup (known: Group, other: Group): Group {
  const { roster, links } = other

  if (!isSameGroup(known, other)) {
    return known
  }

  if (roster?.signed == null) {
    return laterEpoch(known, other)
  }

  const { epoch } = roster.signed
  const { outcome, group, fork } = applyRoster(known, { roster, links, secret: secretOf(other, roster.signed.secretDigest) })

  switch (outcome) {
    case 'newer':
      return group == null ? known : laterEpoch(withPrevious(group, other.previous), other)
    case 'same':
    case 'older':
      // an epoch of a losing branch is not later
      return fork == null && other.epoch > epoch ? laterEpoch(known, other) : known
    default:
      return known
  }
}

/**
 * Returns whether the rosters of two states of a group fork: owners made changes without
 * knowing of each other's, or someone else has an owner's key
 */
export function haveForked (a: Group, b: Group): boolean {
  return findFork(a, b) != null
}

/** Returns where the rosters of two states of a group fork, and whether that decides which of them to take */
export function findFork (a: Group, b: Group): Fork & { resolved: boolean } | undefined {
  if (a.roster?.signed == null || b.roster?.signed == null) {
    return undefined
  }

  const { relation, fork } = compareChains(chainOf(a), chainOf(b), a.owner)

  return fork == null ? undefined : { ...fork, resolved: relation !== 'unrelated' }
}

/** Merges lists of addresses without duplicates, up to the number that is stored */
export function mergeAddresses (...lists: Array<readonly Multiaddr[]>): Multiaddr[] {
  const addresses = new Map(lists.flat().map(address => [address.toString(), address]))

  return [...addresses.values()].slice(0, MAX_STORED_ADDRESSES)
}

/** Adds an open ticket, and drops expired ones, and then the oldest */
export function addTicket (stored: StoredGroup, ticket: Ticket, now: number): StoredGroup {
  const open = stored.tickets.filter(({ expires }) => expires == null || expires > now)

  return { ...stored, tickets: [...open, ticket].slice(-MAX_TICKETS) }
}

/** Removes a ticket that a person was let in with */
export function removeTicket (stored: StoredGroup, { secret }: Ticket): StoredGroup {
  return { ...stored, tickets: stored.tickets.filter(ticket => !equals(ticket.secret, secret)) }
}

/**
 * Returns the group with a name, in upper or lower case, or with the beginning of its id
 *
 * @throws {GroupNameError}
 */
export function findGroup (groups: readonly StoredGroup[], nameOrId: string): StoredGroup {
  const name = foldName(nameOrId)
  const exact = groups.find(({ group }) => groupIdOf(group) === name)
  const found = groups.filter(({ group }) => hasName(group, name) || (name.length >= MIN_ID_DIGITS && groupIdOf(group).startsWith(name)))

  // the name of a group may be the id of another
  if (exact != null || found.length === 1) {
    return exact ?? found[0]
  }

  const shown = JSON.stringify(nameOrId.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?'))

  if (found.length === 0) {
    throw new GroupNameError('not-found', `There is no group ${shown} here: \`groupcall group list\` shows all groups`)
  }

  throw new GroupNameError('ambiguous', `${found.length} groups are called ${shown}: write the beginning of the id of the one you mean, ${found.map(({ group }) => shortGroupId(group)).join(' or ')}`)
}

/** Returns whether a group has this name, in upper or lower case */
export function hasName (group: Group, name: string): boolean {
  return foldName(group.name) === foldName(name)
}

/** Compares what never changes: the id, whether there is a secret, and whether the group is members-only */
function isSameGroup (a: Group, b: Group): boolean {
  return equals(a.id, b.id) && (a.secret == null) === (b.secret == null) && (a.roster == null) === (b.roster == null)
}

function laterEpoch (known: Group, { epoch, secret, previous }: Group): Group {
  if (epoch <= known.epoch || secret == null || known.secret == null) {
    return known
  }

  return withPrevious({ ...known, epoch, secret }, [{ epoch: known.epoch, secret: known.secret }, ...previous ?? []])
}

function foldName (name: string): string {
  return name.trim().normalize('NFC').toLowerCase()
}
