import { randomBytes } from '@libp2p/crypto'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'

export const TICKET_BYTES = 16

/** Tickets that an owner stores: more invites than anybody sends in a day */
export const MAX_TICKETS = 64

const PURPOSE = fromString('groupcall ticket 1\0')

/**
 * Part of an invite that lets its bearer in, once. Only the owner who issued it knows it, and
 * lets in a person who proves to have it.
 */
export interface Ticket {
  /** 16 random bytes */
  readonly secret: Uint8Array
  /** ms since the Unix epoch; never if absent */
  readonly expires?: number
}

export function createTicket (expires?: number): Ticket {
  return { secret: randomBytes(TICKET_BYTES), expires }
}

/**
 * Proves possession of a ticket to the owner who issued it. The members that pass the proof on
 * can't use it themselves, because it is bound to a public key.
 *
 * @returns 32 bytes
 */
export function proveTicket (secret: Uint8Array, groupId: Uint8Array, publicKey: string): Uint8Array {
  return hmac(sha256, secret, concat([PURPOSE, groupId, fromString(publicKey, 'base16')]))
}

/** Returns the ticket that a proof belongs to; `now` is in ms since the Unix epoch */
export function findTicket (tickets: readonly Ticket[], proof: Uint8Array, groupId: Uint8Array, publicKey: string, now: number): Ticket | undefined {
  return tickets.find(({ secret, expires }) => (expires == null || expires > now) && equals(proveTicket(secret, groupId, publicKey), proof))
}
