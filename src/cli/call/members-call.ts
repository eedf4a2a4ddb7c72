import type { GroupCall } from '../../index.ts'

/** The part of a members-only group's call that the command uses */
export type MembersCall = Pick<GroupCall, 'group' | 'admit' | 'deny' | 'adopt' | 'addEventListener'>
