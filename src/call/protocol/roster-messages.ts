import { encodeLink, encodeRoster, linksSince } from '../../group/index.ts'
import type { Group, Roster } from '../../group/index.ts'
import type { RosterMessage } from '../../signaling/index.ts'

/** Bytes of links and roster in one message: a signaling frame has 16 KiB, and the largest roster less than this */
const MAX_BYTES = 12_288

/** Bytes that a field costs besides its own */
const FIELD_BYTES = 4

export interface RosterMessagesInit {
  /** Hash of the roster that the recipient has; by default all links are sent */
  since?: Uint8Array
  /** Sends the secret of the epoch as well: only over a path whose other end is a member */
  secret?: boolean
}

/** Returns the messages that carry the signed roster of a group with its chain, in this order */
export function rosterMessages (group: Group, { since, secret = false }: RosterMessagesInit = {}): RosterMessage[] {
  const roster = group.roster as Roster
  const messages: RosterMessage[] = []
  let last: RosterMessage = { type: 'roster', roster, links: [], ...(secret ? { secret: group.secret } : {}), oldest: oldestOf(group) }
  let room = MAX_BYTES - encodeRoster(roster).byteLength

  // from the newest back, so that the roster and its predecessor come together
  for (const link of linksSince(group, since).toReversed()) {
    const size = encodeLink(link).byteLength + FIELD_BYTES

    if (size > room) {
      messages.unshift(last)
      last = { type: 'roster', links: [] }
      room = MAX_BYTES
    }

    last.links?.unshift(link)
    room -= size
  }

  return [last, ...messages].map(({ links = [], ...message }) => links.length === 0 ? message : { ...message, links })
}

/** Returns one message with the roster and as much of its chain as fits, for members that have its predecessor */
export function newestRosterMessage (group: Group, secret = false): RosterMessage {
  return rosterMessages(group, { secret }).at(-1) as RosterMessage
}

/** Returns the version at which the unbroken chain of links begins; the founder's newest link may precede it */
function oldestOf ({ links = [], roster }: Group): number {
  let oldest = roster?.version ?? 0

  for (const { version } of links.toReversed()) {
    if (version !== oldest - 1) {
      break
    }

    oldest = version
  }

  return oldest
}
