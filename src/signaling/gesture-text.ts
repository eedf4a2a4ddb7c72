import type { SignalMessage } from './messages.ts'

/** What participants can show each other for a moment */
export const REACTIONS = ['👍', '👏', '❤️', '😂', '😮', '🎉'] as const

export type Reaction = typeof REACTIONS[number]

export type GestureMessage = SignalMessage & { type: 'hand' | 'reaction' }

/**
 * Begins the text of a gesture (INVISIBLE SEPARATOR). Gestures travel as chat messages:
 * earlier versions close the path of a participant that sends them messages they don't know,
 * and show these in the chat, where they mean the same
 */
const MARK = '\u2063'

const RAISED = '✋'
const LOWERED = '✋ ✕'

/** Returns the text of the chat message that a gesture travels as */
export function gestureText (message: GestureMessage): string {
  if (message.type === 'reaction') {
    return `${MARK}${message.reaction ?? ''}`
  }

  return `${MARK}${message.raised ? RAISED : LOWERED}`
}

/** Returns the gesture that a chat message is, if any; a reaction of a later version is `undefined` in it */
export function readGesture (text: string): GestureMessage | undefined {
  if (!text.startsWith(MARK)) {
    return
  }

  const gesture = text.slice(MARK.length)

  if (gesture === RAISED || gesture === LOWERED) {
    return { type: 'hand', raised: gesture === RAISED }
  }

  const reaction = REACTIONS.find(known => known === gesture)

  return reaction == null ? { type: 'reaction' } : { type: 'reaction', reaction }
}

/** Returns a text that isn't taken for a gesture */
export function chatText (text: string): string {
  return text.replace(new RegExp(`^${MARK}+`), '')
}
