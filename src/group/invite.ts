import { InvalidParametersError } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { isPublicKey, isWeakPublicKey } from '../../keys/identity.ts'
import { checkName, GROUP_ID_BYTES, GROUP_SECRET_BYTES } from './group.ts'
import { Invite as InvitePB } from './pb/invite.ts'
import { MAX_OWNERS } from './roster.ts'
import { TICKET_BYTES } from './ticket.ts'
import type { Group } from './group.ts'
import type { MembersOnly as MembersOnlyPB } from './pb/invite.ts'
import type { Roster } from './roster.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Where an invite's link leads when nobody says otherwise */
export const DEFAULT_INVITE_BASE = 'groupcall://join'

/** Addresses in an invite: enough for some members and entries to the network */
export const MAX_INVITE_ADDRESSES = 8

/** Bytes of one address in an invite: a WebRTC-Direct address over a relay fits */
const MAX_ADDRESS_BYTES = 256

/** Characters of a link: a QR code holds no more than about this */
const MAX_LINK_LENGTH = 4_096

const VERSION = 1
const CHECKSUM_BYTES = 4

/**
 * What a newcomer needs to join a group
 */
export interface Invite {
  readonly group: Group

  /** Peers to enter the network by, and members that were there when it was made */
  readonly addresses: Multiaddr[]

  /** Name of the network preset */
  readonly network: string

  /** When it ends, in ms since the Unix epoch; never when absent */
  readonly expires?: number

  /** An owner of the members-only group lets the bearer in by this, once; 16 bytes, see `createTicket` */
  readonly ticket?: Uint8Array
}

export interface CreateInviteInit {
  addresses?: Array<Multiaddr | string>

  /**
   * @default 'local'
   */
  network?: string

  /** ms since the Unix epoch */
  expires?: number

  /** See `createTicket`: for a members-only group */
  ticket?: Uint8Array

  /**
   * Everything secret is put behind a `#` after this, so that no web host sees it
   *
   * @default 'groupcall://join'
   */
  base?: string
}

/** Why an invite cannot be used */
export type InviteErrorCode = 'not-an-invite' | 'cut-short' | 'newer-version' | 'expired'

/**
 * An invite that cannot be used. The message says what to do.
 */
export class InviteError extends Error {
  static name = 'InviteError'
  name = 'InviteError'
  readonly code: InviteErrorCode

  constructor (code: InviteErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Returns a link. Who holds it can join, so it is as secret as the group.
 */
export function createInvite (group: Group, init: CreateInviteInit = {}): string {
  const addresses = (init.addresses ?? []).slice(0, MAX_INVITE_ADDRESSES).map(address => multiaddr(address).bytes)
  const payload = InvitePB.encode({
    groupId: group.id.slice(),
    name: group.name,
    secret: group.secret?.slice(),
    owner: fromString(group.owner, 'base16').slice(),
    epoch: BigInt(group.epoch),
    expires: BigInt(init.expires ?? 0),
    addresses: addresses.map(bytes => bytes.slice()),
    network: init.network ?? 'local',
    membersOnly: group.roster == null
      ? undefined
      : {
          owners: group.roster.owners.map(({ publicKey }) => fromString(publicKey, 'base16').slice()),
          rosterVersion: BigInt(group.roster.version),
          ticket: init.ticket?.slice()
        }
  })
  const bytes = concat([Uint8Array.of(VERSION), payload])

  return `${init.base ?? DEFAULT_INVITE_BASE}#${toString(concat([bytes, checksum(bytes)]), 'base64url')}`
}

/**
 * Reads a link, or what stands behind its `#`
 *
 * @throws {InviteError}
 */
export function parseInvite (link: string, now: number = Date.now()): Invite {
  const text = link.trim()
  const fragment = text.slice(text.indexOf('#') + 1)

  if (text.length > MAX_LINK_LENGTH || !/^[A-Za-z0-9_-]{16,}$/.test(fragment)) {
    throw notAnInvite()
  }

  const bytes = decodeBase64(fragment)

  if (bytes[0] > VERSION && bytes[0] < 16) {
    throw new InviteError('newer-version', `This invite is of a newer kind (${bytes[0]}) than this program knows (${VERSION}): update groupcall`)
  }

  if (bytes[0] !== VERSION) {
    throw notAnInvite()
  }

  const body = bytes.subarray(0, -CHECKSUM_BYTES)

  if (!equals(checksum(body), bytes.subarray(-CHECKSUM_BYTES))) {
    throw new InviteError('cut-short', 'This invite is cut short or has a typing error: copy the whole link again')
  }

  const invite = decode(body.subarray(1))

  if (invite.expires != null && invite.expires <= now) {
    throw new InviteError('expired', `This invite ended on ${new Date(invite.expires).toISOString()}: ask for a new one`)
  }

  return invite
}

function decode (payload: Uint8Array): Invite {
  try {
    const pb = InvitePB.decode(payload, { limits: { addresses: MAX_INVITE_ADDRESSES, membersOnly: { owners: MAX_OWNERS } } })

    if (pb.groupId.byteLength !== GROUP_ID_BYTES || pb.owner.byteLength !== 32 || (pb.secret != null && pb.secret.byteLength !== GROUP_SECRET_BYTES)) {
      throw new InvalidParametersError('A field has the wrong length')
    }

    if (pb.addresses.some(bytes => bytes.byteLength > MAX_ADDRESS_BYTES)) {
      throw new InvalidParametersError('An address is too long')
    }

    return {
      group: {
        id: pb.groupId,
        name: checkName(pb.name, 'The group of an invite'),
        secret: pb.secret,
        owner: toString(pb.owner, 'base16'),
        epoch: safeNumber(pb.epoch),
        ...(pb.membersOnly == null ? {} : { roster: decodeRosterOf(pb.membersOnly) })
      },
      addresses: pb.addresses.map(bytes => multiaddr(bytes)),
      network: pb.network,
      expires: pb.expires === 0n ? undefined : safeNumber(pb.expires),
      ...(pb.membersOnly?.ticket == null ? {} : { ticket: pb.membersOnly.ticket })
    }
  } catch (err) {
    throw new InviteError('not-an-invite', 'This invite was made by a program that does not follow the format: ask for a new one', { cause: err })
  }
}

/** All that an invite says of a roster: its bearer learns the rest from a member */
function decodeRosterOf ({ owners, rosterVersion, ticket }: MembersOnlyPB): Roster {
  const keys = owners.map(owner => toString(owner, 'base16'))

  if (keys.length === 0 || !keys.every(isPublicKey) || keys.some(isWeakPublicKey) || (ticket != null && ticket.byteLength !== TICKET_BYTES)) {
    throw new InvalidParametersError('The owners or the ticket cannot be')
  }

  return { version: safeNumber(rosterVersion), owners: keys.map(publicKey => ({ publicKey, since: 0 })), members: [] }
}

function safeNumber (value: bigint): number {
  if (value > 8_640_000_000_000_000n) {
    throw new InvalidParametersError('A number is too large')
  }

  return Number(value)
}

function decodeBase64 (text: string): Uint8Array {
  try {
    return fromString(text, 'base64url')
  } catch (err) {
    throw new InviteError('cut-short', 'This invite is cut short or has a typing error: copy the whole link again', { cause: err })
  }
}

function checksum (bytes: Uint8Array): Uint8Array {
  return sha256(bytes).subarray(0, CHECKSUM_BYTES)
}

function notAnInvite (): InviteError {
  return new InviteError('not-an-invite', `This is not an invite: it should look like ${DEFAULT_INVITE_BASE}#… (quote it, since # begins a comment in some shells)`)
}
