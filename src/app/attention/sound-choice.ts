import { happenings } from '../model/happenings.ts'
import type { Happening } from '../model/happenings.ts'
import type { CallScreenState } from '../model/state.ts'

export type Sound = Happening['kind']

/** The most important first: of several at once, only that one is played */
const ORDER: Sound[] = ['knock', 'message', 'join', 'leave', 'mute', 'unmute']

/** Returns the sound to play after a change of the screen, if any. People who are there when the user comes make none */
export function soundFor (before: CallScreenState, after: CallScreenState): Sound | undefined {
  if (before.phase !== 'call' || after.phase !== 'call' || after.soundBlocked || !after.preferences.sounds) {
    return
  }

  const kinds = happenings(before, after).map(({ kind }) => kind)

  return ORDER.find(kind => kinds.includes(kind))
}
