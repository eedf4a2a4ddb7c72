import type { CallScreenState } from './state.ts'

/** What a page may show of a call in its title or icon */
export interface CallStatus {
  /** Name of the group; empty until it is known */
  group: string
  /** Number of chat messages that nobody has read */
  unread: number
  /** Whether the user is muted, or speaking; neither outside a call */
  muted: boolean
  speaking: boolean
}

export function callStatus ({ group, phase, self, unread }: Pick<CallScreenState, 'group' | 'phase' | 'self' | 'unread'>): CallStatus {
  const inCall = phase === 'call'

  return { group: group.name, unread: inCall ? unread : 0, muted: inCall && self.muted, speaking: inCall && self.speaking }
}
