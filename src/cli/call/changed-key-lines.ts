import { displayName } from '../terminal/format.ts'
import type { CallEvent } from './events.ts'

/** Groups of digits per line: twelve are too wide for a terminal */
const GROUPS_PER_LINE = 6

/** Digits of a key to show: enough to see that two keys differ; only the number proves that they are equal */
const SHORT_KEY = 8

/**
 * Returns lines that say that a participant has a contact's name but another key, and
 * what to do
 */
export function changedKeyLines ({ publicKey, name, known, pairNumber }: CallEvent & { type: 'identity:changed' }): string[] {
  const groups = pairNumber.split(' ')
  const who = displayName(name, publicKey, 32)

  return [
    `${who}'s key has changed.`,
    `It is ${publicKey.slice(0, SHORT_KEY)} now, and was ${known.publicKey.slice(0, SHORT_KEY)} before${known.verified ? ', which you verified' : ''}.`,
    'This may be a new device, or somebody else. You don\'t hear each other yet.',
    `Ask ${who} some other way if they see this number:`,
    ...Array.from({ length: Math.ceil(groups.length / GROUPS_PER_LINE) }, (_, line) => `  ${groups.slice(line * GROUPS_PER_LINE, (line + 1) * GROUPS_PER_LINE).join(' ')}`)
  ]
}
