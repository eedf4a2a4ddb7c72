import { InvalidParametersError } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { isPublicKey, isWeakPublicKey } from '../../keys/identity.ts'
import { InviteError } from './errors.ts'
import { CHECKSUM_BYTES, DEFAULT_INVITE_BASE, findInvite, inviteChecksum } from './find-invite.ts'
import { checkKnownName, deriveGroupId, GROUP_ID_BYTES, GROUP_SECRET_BYTES } from './group.ts'
import { packAddresses, unpackAddresses } from './pack-addresses.ts'
import { Invite as InvitePB } from './pb/invite.ts'
import { ROSTER_HASH_BYTES } from './roster-bytes.ts'
import { rosterHash } from './roster-chain.ts'
import { MAX_OWNERS } from './roster.ts'
import { TICKET_BYTES } from './ticket.ts'
import type { Group } from './group.ts'
import type { MembersOnly as MembersOnlyPB } from './pb/invite.ts'
import type { Roster } from './roster.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Addresses in an invite: enough for some members and bootstrap peers */
export const MAX_INVITE_ADDRESSES = 8

/** Bytes of one address in an invite: a WebRTC-Direct address over a relay fits */
const MAX_ADDRESS_BYTES = 256

/** Since version 2, what follows from the rest is left out, and addresses are packed; older invites stay readable */
const VERSION = 2

const DEFAULT_NETWORK = 'local'

/**
 * What a newcomer needs to join a group
 */
export interface Invite {
  readonly group: Group

  /** Bootstrap peers, and members that were online when the invite was made */
  readonly addresses: Multiaddr[]

  /** Name of the network preset */
  readonly network: string

  /** When it expires, in ms since the Unix epoch; never if absent */
  readonly expires?: number

  /** Lets the bearer into a members-only group, once; 16 bytes, see `createTicket` */
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

  /** For a members-only group, see `createTicket` */
  ticket?: Uint8Array

  /**
   * Everything secret follows this after a `#`, so that no web host sees it
   *
   * @default 'groupcall://join'
   */
  base?: string
}

/**
 * Returns a link. It is enough to join, so keep it as secret as the group.
 */
export function createInvite (group: Group, init: CreateInviteInit = {}): string {
  const addresses = (init.addresses ?? []).slice(0, MAX_INVITE_ADDRESSES).map(address => multiaddr(address))
  const packed = packAddresses(addresses)
  const derived = group.secret != null && equals(deriveGroupId(group.secret), group.id)
  const owners = group.roster?.owners.map(({ publicKey }) => publicKey) ?? []
  const payload = InvitePB.encode({
    groupId: derived ? new Uint8Array() : group.id.slice(),
    name: group.name,
    secret: group.secret?.slice(),
    owner: fromString(group.owner, 'base16').slice(),
    epoch: BigInt(group.epoch),
    expires: BigInt(init.expires ?? 0),
    addresses: packed.addresses.map(bytes => bytes.slice()),
    peers: packed.peers.slice(),
    network: init.network === DEFAULT_NETWORK ? '' : init.network ?? '',
    membersOnly: group.roster == null
      ? undefined
      : {
          owners: owners.length === 1 && owners[0] === group.owner ? [] : owners.map(owner => fromString(owner, 'base16').slice()),
          rosterVersion: BigInt(group.roster.version),
          ticket: init.ticket?.slice(),
          rosterHash: rosterHash(group)?.slice()
        }
  })
  const bytes = concat([Uint8Array.of(VERSION), payload])

  return `${init.base ?? DEFAULT_INVITE_BASE}#${toString(concat([bytes, inviteChecksum(bytes)]), 'base64url')}`
}

/**
 * Parses an invite: a link, the part after its `#`, or a text that contains one, see
 * {@link findInvite}
 *
 * @throws {InviteError}
 */
export function parseInvite (text: string, now: number = Date.now()): Invite {
  const bytes = fromString(findInvite(text), 'base64url')

  if (bytes[0] > VERSION) {
    throw new InviteError('newer-version', `This invite has a newer format (${bytes[0]}) than this program supports (${VERSION}): update groupcall`)
  }

  const invite = decode(bytes[0], bytes.subarray(1, -CHECKSUM_BYTES))

  if (invite.expires != null && invite.expires <= now) {
    throw new InviteError('expired', `This invite expired on ${new Date(invite.expires).toISOString()}: ask for a new one`)
  }

  return invite
}

function decode (version: number, payload: Uint8Array): Invite {
  try {
    const pb = InvitePB.decode(payload, { limits: { addresses: MAX_INVITE_ADDRESSES, membersOnly: { owners: MAX_OWNERS } } })

    const groupId = pb.groupId.byteLength === 0 && pb.secret != null && version > 1 ? deriveGroupId(pb.secret) : pb.groupId
    const addresses = version > 1 ? unpackAddresses(pb) : pb.addresses

    if (version === 0 || groupId.byteLength !== GROUP_ID_BYTES || pb.owner.byteLength !== 32 || (pb.secret != null && pb.secret.byteLength !== GROUP_SECRET_BYTES)) {
      throw new InvalidParametersError('The version is 0, or a field has the wrong length')
    }

    if (addresses.some(bytes => bytes.byteLength > MAX_ADDRESS_BYTES)) {
      throw new InvalidParametersError('An address is too long')
    }

    return {
      group: {
        id: groupId,
        name: checkKnownName(pb.name, 'The group of an invite'),
        secret: pb.secret,
        owner: toString(pb.owner, 'base16'),
        epoch: safeNumber(pb.epoch),
        ...(pb.membersOnly == null ? {} : { roster: decodeRosterOf(pb.membersOnly, version > 1 ? pb.owner : undefined) })
      },
      addresses: addresses.map(bytes => multiaddr(bytes)),
      network: pb.network === '' && version > 1 ? DEFAULT_NETWORK : pb.network,
      expires: pb.expires === 0n ? undefined : safeNumber(pb.expires),
      ...(pb.membersOnly?.ticket == null ? {} : { ticket: pb.membersOnly.ticket })
    }
  } catch (err) {
    throw new InviteError('not-an-invite', 'This invite was made by a program that doesn\'t follow the format: ask for a new one', { cause: err })
  }
}

/** Decodes what an invite contains of a roster; a member brings the rest */
function decodeRosterOf ({ owners, rosterVersion, ticket, rosterHash: hash }: MembersOnlyPB, founder?: Uint8Array): Roster {
  const keys = (owners.length === 0 && founder != null ? [founder] : owners).map(owner => toString(owner, 'base16'))

  if (keys.length === 0 || !keys.every(isPublicKey) || keys.some(isWeakPublicKey) || (ticket != null && ticket.byteLength !== TICKET_BYTES) || (hash != null && hash.byteLength !== ROSTER_HASH_BYTES)) {
    throw new InvalidParametersError('The owners, the ticket or the hash of the roster are invalid')
  }

  return { version: safeNumber(rosterVersion), owners: keys.map(publicKey => ({ publicKey, since: 0 })), members: [], ...(hash == null || rosterVersion === 0n ? {} : { hash }) }
}

function safeNumber (value: bigint): number {
  if (value > 8_640_000_000_000_000n) {
    throw new InvalidParametersError('A number is too large')
  }

  return Number(value)
}
