import { InvalidParametersError } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { isPublicKey, isWeakPublicKey } from '../../keys/identity.ts'
import { isRecord, readVersionedJSON } from '../../keys/versioned-json.ts'
import { GroupFileError } from './errors.ts'
import { checkKnownName, GROUP_ID_BYTES, GROUP_SECRET_BYTES } from './group.ts'
import { digestSecret, ROSTER_HASH_BYTES, verifyRosters } from './roster-bytes.ts'
import { isSigned, MAX_LINKS } from './roster-chain.ts'
import { decodeLink, decodeRoster, encodeLink, encodeRoster, MAX_ROSTER_BYTES } from './roster-codec.ts'
import { MAX_OWNERS, MAX_PREVIOUS_EPOCHS } from './roster.ts'
import { MAX_STORED_ADDRESSES } from './stored-group.ts'
import { MAX_TICKETS, TICKET_BYTES } from './ticket.ts'
import type { Group, PreviousEpoch } from './group.ts'
import type { Roster, RosterLink } from './roster.ts'
import type { StoredGroup } from './stored-group.ts'
import type { Ticket } from './ticket.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Bytes of a group's file: in base64 the largest roster is 13 KiB, and its links are 55 KiB */
export const MAX_GROUP_FILE_BYTES = 192 * 1024

const TYPE = 'groupcall-group'
const VERSION = 1

/** Characters of an address: a WebRTC-Direct address over a relay fits, as in an invite */
const MAX_ADDRESS_LENGTH = 512

/** Characters of a network preset's name */
const MAX_NETWORK_LENGTH = 64

/** What to do about a file that can't be read */
const RESTORE = 'restore a copy of it, or move it away and join with a new invite'

/**
 * Returns the text of a group's file. Keep it secret: it is enough to join the group's calls.
 */
export function encodeGroupFile ({ group, network, addresses, tickets }: StoredGroup): string {
  const { id, name, secret, owner, epoch, roster, links = [], previous = [] } = group

  return `${JSON.stringify({
    type: TYPE,
    version: VERSION,
    id: hex(id),
    name,
    secret: secret == null ? undefined : hex(secret),
    owner,
    epoch,
    roster: roster == null ? undefined : encodeRosterField(roster),
    links: links.length === 0 ? undefined : links.map(link => toString(encodeLink(link), 'base64url')),
    previous: previous.slice(0, MAX_PREVIOUS_EPOCHS).map(({ epoch, secret }) => ({ epoch, secret: hex(secret) })),
    network,
    addresses: addresses.filter(isReadable).slice(0, MAX_STORED_ADDRESSES).map(address => address.toString()),
    tickets: tickets.slice(-MAX_TICKETS).map(({ secret, expires }) => ({ secret: hex(secret), expires }))
  }, null, 2)}\n`
}

/**
 * Parses the text of a group's file, and checks it as a whole: the signatures of its roster
 * hold, and its secret is the one that the roster is bound to
 *
 * @param text
 * @param name - the file, for messages
 * @throws {GroupFileError}
 */
export async function decodeGroupFile (text: string, name = 'group file'): Promise<StoredGroup> {
  const fields = parse(text, name)

  try {
    const stored = readFields(fields)
    const { roster, links = [] } = stored.group

    check(roster?.signed == null || await verifyRosters([...links, roster]))

    return stored
  } catch (err) {
    throw damaged(name, err)
  }
}

function parse (text: string, name: string): Record<string, unknown> {
  const read = readVersionedJSON(text, { type: TYPE, version: VERSION, maxLength: MAX_GROUP_FILE_BYTES })

  switch (read.problem) {
    case undefined:
      return read.fields
    case 'too-large':
      throw new GroupFileError('too-large', name, 'this is larger than any group file: move it away and join with a new invite')
    case 'empty':
      throw new GroupFileError('cut-short', name, `the file is empty: ${RESTORE}`)
    case 'cut-short':
      throw new GroupFileError('cut-short', name, `the file is cut short: ${RESTORE}`)
    case 'newer-version':
      throw new GroupFileError('newer-version', name, `the file has a newer format (${read.version}) than this program supports (${VERSION}): update groupcall`)
    default:
      // cut short after a brace, or edited by hand
      if (text.includes(`"${TYPE}"`)) {
        throw damaged(name)
      }

      throw new GroupFileError('not-a-group-file', name, `this isn't a groupcall group file: ${RESTORE}`)
  }
}

function readFields (fields: Record<string, unknown>): StoredGroup {
  const id = readHex(fields.id, GROUP_ID_BYTES)
  const epoch = readCount(fields.epoch)
  const secret = fields.secret === undefined ? undefined : readHex(fields.secret, GROUP_SECRET_BYTES)
  const roster = fields.roster === undefined ? undefined : readRoster(fields.roster)
  const links = fields.links === undefined ? [] : readList(fields.links, MAX_LINKS, readLink)
  const previous = readList(fields.previous, MAX_PREVIOUS_EPOCHS, readPrevious)
  const group: Group = {
    id,
    name: checkKnownName(readText(fields.name, Infinity), 'A group'),
    secret,
    owner: readKey(fields.owner),
    epoch,
    ...(roster == null ? {} : { roster }),
    ...(links.length === 0 ? {} : { links }),
    ...(previous.length === 0 ? {} : { previous })
  }

  checkRoster(group)
  return {
    group,
    network: readText(fields.network, MAX_NETWORK_LENGTH),
    addresses: readList(fields.addresses, MAX_STORED_ADDRESSES, readAddress),
    tickets: readList(fields.tickets, MAX_TICKETS, readTicket)
  }
}

/** An invite may have brought the secret of an epoch whose roster is not known yet */
function checkRoster ({ id, epoch, secret, roster, links = [], previous = [] }: Group): void {
  const signed = roster?.signed
  const secrets = [...secret == null ? [] : [secret], ...previous.map(past => past.secret)].map(hex)

  check(new Set(secrets).size === secrets.length)
  check(roster == null || secret != null)
  check(signed != null || links.length === 0)

  if (roster != null && isSigned(roster) && secret != null) {
    const rosters = [...links, roster]

    check(rosters.every(({ signed }) => equals(signed.groupId, id)) && roster.signed.epoch <= epoch)
    check(roster.signed.epoch < epoch || equals(roster.signed.secretDigest, digestSecret(id, secret)))
    check(rosters.every(({ version }, index) => index === 0 || version > rosters[index - 1].version))
  }
}

/** A roster that nobody has signed has only owners */
function encodeRosterField (roster: Roster): unknown {
  const { version, owners, hash } = roster

  return isSigned(roster)
    ? toString(encodeRoster(roster), 'base64url')
    : { version, owners: owners.map(({ publicKey }) => publicKey), hash: hash == null ? undefined : hex(hash) }
}

function readRoster (value: unknown): Roster {
  if (typeof value === 'string') {
    check(value.length <= MAX_ROSTER_BYTES * 2)

    return decodeRoster(fromString(value, 'base64url'))
  }

  check(isRecord(value))
  const owners = readList(value.owners, MAX_OWNERS, readKey)
  const hash = value.hash === undefined ? undefined : readHex(value.hash, ROSTER_HASH_BYTES)

  check(owners.length > 0 && new Set(owners).size === owners.length)

  return { version: readCount(value.version), owners: owners.map(publicKey => ({ publicKey, since: 0 })), members: [], ...(hash == null ? {} : { hash }) }
}

function readLink (value: unknown): RosterLink {
  check(typeof value === 'string')
  check(value.length <= MAX_ROSTER_BYTES * 2)

  return decodeLink(fromString(value, 'base64url'))
}

function readPrevious (value: unknown): PreviousEpoch {
  check(isRecord(value))

  return { epoch: readCount(value.epoch), secret: readHex(value.secret, GROUP_SECRET_BYTES) }
}

function readTicket (value: unknown): Ticket {
  check(isRecord(value))

  return { secret: readHex(value.secret, TICKET_BYTES), expires: value.expires === undefined ? undefined : readCount(value.expires) }
}

function readAddress (value: unknown): Multiaddr {
  return multiaddr(readText(value, MAX_ADDRESS_LENGTH))
}

/** Returns whether an address that came as bytes is valid as text: names in it may contain anything */
function isReadable (address: Multiaddr): boolean {
  try {
    return readAddress(address.toString()).equals(address)
  } catch {
    return false
  }
}

function readList <T> (value: unknown, limit: number, read: (item: unknown) => T): T[] {
  check(Array.isArray(value))
  check(value.length <= limit)

  return value.map(read)
}

function readText (value: unknown, limit: number): string {
  check(typeof value === 'string')
  check(value.length > 0 && value.length <= limit && !/\p{Cc}/u.test(value))

  return value
}

function readCount (value: unknown): number {
  check(Number.isSafeInteger(value))
  check(Number(value) >= 0)

  return Number(value)
}

function readKey (value: unknown): string {
  check(isPublicKey(value))
  check(!isWeakPublicKey(value))

  return value
}

function readHex (value: unknown, bytes: number): Uint8Array {
  check(typeof value === 'string')
  check(value.length === bytes * 2 && /^[0-9a-f]*$/.test(value))

  return fromString(value, 'base16')
}

function hex (bytes: Uint8Array): string {
  return toString(bytes, 'base16')
}

function damaged (name: string, cause?: unknown): GroupFileError {
  return new GroupFileError('damaged', name, `the group file is damaged: ${RESTORE}`, { cause })
}

function check (condition: boolean): asserts condition {
  if (!condition) {
    throw new InvalidParametersError('groupcall would not write this')
  }
}
