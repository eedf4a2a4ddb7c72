import type { PersonState } from '../model/state.ts'

/** Returns the present items: those seen before in their previous order, then the others */
export function keepOrder<Person extends PersonState> (before: readonly PersonState[], now: readonly Person[]): Person[] {
  const places = new Map(before.map(({ publicKey }, index) => [publicKey, index]))
  const place = ({ publicKey }: PersonState): number => places.get(publicKey) ?? before.length

  return [...now].sort((a, b) => place(a) - place(b))
}
