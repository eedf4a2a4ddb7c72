/**
 * Who may talk with whom: groups, what is derived from their secrets, and the
 * invites that let newcomers in. Knows nothing of the network.
 */
export { createGroup, checkName, MAX_NAME_BYTES } from './group.ts'
export { deriveGroupKeys, rendezvousSlots, RENDEZVOUS_SLOT_MS, RENDEZVOUS_EDGE_MS } from './group-keys.ts'
export { createInvite, parseInvite, InviteError, DEFAULT_INVITE_BASE, MAX_INVITE_ADDRESSES } from './invite.ts'
export type { Group, CreateGroupInit } from './group.ts'
export type { GroupKeys } from './group-keys.ts'
export type { Invite, CreateInviteInit, InviteErrorCode } from './invite.ts'
