import { InvalidParametersError } from '@libp2p/interface'
import { equals } from 'uint8arrays/equals'
import { toString } from 'uint8arrays/to-string'
import { GroupNameError } from './errors.ts'
import { MAX_INVITE_ADDRESSES } from './invite.ts'
import { applyRoster } from './roster-changes.ts'
import { MAX_PREVIOUS_EPOCHS } from './roster.ts'
import { MAX_TICKETS } from './ticket.ts'
import type { Group, PreviousEpoch } from './group.ts'
import type { Ticket } from './ticket.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Ways into the network that are remembered with a group: all of them fit an invite */
export const MAX_STORED_ADDRESSES = MAX_INVITE_ADDRESSES

/** Digits of an id by which a group is called, at the least: names may be hex digits, too */
const MIN_ID_DIGITS = 4

/** Digits of an id on a screen: they tell apart as many groups as anybody has */
const SHORT_ID_DIGITS = 8

/** A group as one of its members keeps it; as secret as the group */
export interface StoredGroup {
  readonly group: Group

  /** Name of the network preset in which it meets */
  readonly network: string

  /** Ways into the network, the latest first: at most {@link MAX_STORED_ADDRESSES} */
  readonly addresses: readonly Multiaddr[]

  /** Those that one has issued as an owner and that nobody has used, the oldest first */
  readonly tickets: readonly Ticket[]
}

/** 64 lower-case hex digits */
export function groupIdOf ({ id }: Group): string {
  return toString(id, 'base16')
}

/** The beginning of a group's id, for screens */
export function shortGroupId (group: Group): string {
  return groupIdOf(group).slice(0, SHORT_ID_DIGITS)
}

/**
 * What is known of a group after somebody has told of it: an invite, the others in
 * a call, or another process of one's own
 *
 * @throws {InvalidParametersError} if these are two groups, or one of them is made
 * to look like the other
 */
export function mergeGroups (stored: StoredGroup, incoming: StoredGroup): StoredGroup {
  if (!isSameGroup(stored.group, incoming.group)) {
    throw new InvalidParametersError('This is not the group that is kept under the same id: ask for a new invite')
  }

  return {
    group: newerGroup(stored.group, incoming.group),
    network: incoming.network,
    addresses: uniteAddresses(incoming.addresses, stored.addresses),
    tickets: stored.tickets
  }
}

/**
 * The newer one of two states of a group; `known` itself where the other one has
 * nothing to tell, or is another group. A roster counts only if owners of the known one have signed it:
 * whoever writes an invite may name whom they like as owners. So an invite of a
 * later epoch brings that epoch's secret, and the roster comes from members.
 */
export function newerGroup (known: Group, other: Group): Group {
  const signed = other.roster?.signed

  if (!isSameGroup(known, other)) {
    return known
  }

  if (signed == null || other.roster == null) {
    return laterEpoch(known, other)
  }

  const { outcome, group } = applyRoster(known, other.roster, secretOf(other, signed.epoch))

  switch (outcome) {
    case 'newer':
    case 'conflict':
      return group == null ? known : laterEpoch(withPrevious(group, other.previous), other)
    case 'same':
    case 'older':
      return laterEpoch(known, other)
    default:
      return known
  }
}

/**
 * Whether owners signed two rosters of one version: both made a change that the other
 * does not have
 */
export function contradict (a: Group, b: Group): boolean {
  const [one, two] = [a.roster, b.roster]

  return one?.signed != null && two?.signed != null && one.version === two.version && !equals(one.signed.bytes, two.signed.bytes)
}

/** Of several lists, the first of each address, and no more than can be remembered */
export function uniteAddresses (...lists: Array<readonly Multiaddr[]>): Multiaddr[] {
  const addresses = new Map(lists.flat().map(address => [address.toString(), address]))

  return [...addresses.values()].slice(0, MAX_STORED_ADDRESSES)
}

/** One more is open: those that have ended are forgotten, and then the oldest */
export function addTicket (stored: StoredGroup, ticket: Ticket, now: number): StoredGroup {
  const open = stored.tickets.filter(({ expires }) => expires == null || expires > now)

  return { ...stored, tickets: [...open, ticket].slice(-MAX_TICKETS) }
}

/** Somebody was let in by it */
export function removeTicket (stored: StoredGroup, { secret }: Ticket): StoredGroup {
  return { ...stored, tickets: stored.tickets.filter(ticket => !equals(ticket.secret, secret)) }
}

/**
 * Returns the group with a name (upper and lower case are the same), or whose id
 * begins so
 *
 * @throws {GroupNameError}
 */
export function findGroup (groups: readonly StoredGroup[], nameOrId: string): StoredGroup {
  const name = foldName(nameOrId)
  const exact = groups.find(({ group }) => groupIdOf(group) === name)
  const found = groups.filter(({ group }) => hasName(group, name) || (name.length >= MIN_ID_DIGITS && groupIdOf(group).startsWith(name)))

  // a group may be named like the id of another one
  if (exact != null || found.length === 1) {
    return exact ?? found[0]
  }

  const shown = JSON.stringify(nameOrId.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?'))

  if (found.length === 0) {
    throw new GroupNameError('not-found', `There is no group ${shown} here: \`groupcall group list\` shows those there are`)
  }

  throw new GroupNameError('ambiguous', `${found.length} groups are called ${shown}: write the beginning of the id of the one you mean, ${found.map(({ group }) => shortGroupId(group)).join(' or ')}`)
}

/** Whether a group is called so: upper and lower case are the same */
export function hasName (group: Group, name: string): boolean {
  return foldName(group.name) === foldName(name)
}

/** What never changes of a group: its id, if it has a secret, if it has members only */
function isSameGroup (a: Group, b: Group): boolean {
  return equals(a.id, b.id) && (a.secret == null) === (b.secret == null) && (a.roster == null) === (b.roster == null)
}

function laterEpoch (known: Group, { epoch, secret, previous }: Group): Group {
  if (epoch <= known.epoch || secret == null || known.secret == null) {
    return known
  }

  const over = { epoch: known.epoch, secret: known.secret }

  return withPrevious({ ...known, epoch, secret, previous: [over, ...known.previous ?? []] }, previous)
}

function withPrevious (group: Group, more: readonly PreviousEpoch[] = []): Group {
  const epochs = new Map([...more, ...group.previous ?? []].map(previous => [previous.epoch, previous]))
  const previous = [...epochs.values()].filter(({ epoch }) => epoch < group.epoch).sort((a, b) => b.epoch - a.epoch)

  return { ...group, previous: previous.slice(0, MAX_PREVIOUS_EPOCHS) }
}

function secretOf (group: Group, epoch: number): Uint8Array | undefined {
  return group.epoch === epoch ? group.secret : group.previous?.find(previous => previous.epoch === epoch)?.secret
}

function foldName (name: string): string {
  return name.trim().normalize('NFC').toLowerCase()
}
