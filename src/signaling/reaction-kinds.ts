import type { SignalMessage } from './messages.ts'

/** What participants can show each other for a moment */
export const REACTIONS = ['👍', '👏', '❤️', '😂', '😮', '🎉'] as const

export type Reaction = typeof REACTIONS[number]

export type GestureMessage = SignalMessage & { type: 'hand' | 'reaction' }
