import type { CallScreenState } from './state.ts'

/** Something that the user wants to know at once, even without looking at the screen */
export type Happening =
  | { kind: 'join' | 'leave' | 'knock', name: string }
  | { kind: 'message', name: string, text: string }
  | { kind: 'mute' | 'unmute' }

/** Returns what has happened in a call between two states of the screen. Names may be empty */
export function happenings (before: CallScreenState, after: CallScreenState): Happening[] {
  const lastMessage = before.messages.at(-1)?.id ?? 0
  const wasMuted = isMuted(before)

  return [
    ...newcomers(after.participants, before.participants).map(({ name }) => ({ kind: 'leave' as const, name })),
    ...newcomers(before.participants, after.participants).map(({ name }) => ({ kind: 'join' as const, name })),
    ...newcomers(before.knocks, after.knocks).map(({ name }) => ({ kind: 'knock' as const, name })),
    ...after.messages.filter(({ id, own }) => !own && id > lastMessage).map(({ name, text }) => ({ kind: 'message' as const, name, text })),
    ...isMuted(after) === wasMuted ? [] : [{ kind: wasMuted ? 'unmute' as const : 'mute' as const }]
  ]
}

/** Returns those people in `after` that aren't in `before` */
function newcomers<Person extends { publicKey: string }> (before: Person[], after: Person[]): Person[] {
  return after.filter(({ publicKey }) => !before.some(known => known.publicKey === publicKey))
}

/** A key that is held mutes or unmutes for a moment only */
function isMuted ({ self: { held, muted } }: CallScreenState): boolean {
  return muted !== held
}
