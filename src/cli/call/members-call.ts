import type { GroupCall } from '../../index.ts'

/** What the command uses of the call of a members-only group */
export type MembersCall = Pick<GroupCall, 'group' | 'admit' | 'deny' | 'adopt' | 'addEventListener'>
