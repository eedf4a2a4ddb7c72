/**
 * Who may talk with whom: groups, what is derived from their secrets, and the
 * invites that let newcomers in. Knows nothing of the network.
 */
export { createGroup, checkName, MAX_NAME_BYTES } from './group.ts'
export { deriveGroupKeys, rendezvousSlots, RENDEZVOUS_SLOT_MS, RENDEZVOUS_EDGE_MS } from './group-keys.ts'
export { createInvite, parseInvite, InviteError, DEFAULT_INVITE_BASE, MAX_INVITE_ADDRESSES } from './invite.ts'
export { firstRoster, isMember, isOwner, provenVersion, MAX_MEMBERS, MAX_OWNERS, MAX_PREVIOUS_EPOCHS } from './roster.ts'
export { applyRoster, changeRoster } from './roster-changes.ts'
export { decodeRoster, encodeRoster, verifyRoster, MAX_ROSTER_BYTES } from './roster-codec.ts'
export { createTicket, findTicket, proveTicket, MAX_TICKETS, TICKET_BYTES } from './ticket.ts'
export type { Group, CreateGroupInit, PreviousEpoch } from './group.ts'
export type { GroupKeys } from './group-keys.ts'
export type { Owner, Roster, RosterOutcome, SignedRoster } from './roster.ts'
export type { RosterChange } from './roster-changes.ts'
export type { Ticket } from './ticket.ts'
export type { Invite, CreateInviteInit, InviteErrorCode } from './invite.ts'
