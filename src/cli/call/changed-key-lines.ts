import { displayName } from '../terminal/format.ts'
import type { CallEvent } from './events.ts'

/** Groups of the number in a line: twelve are too wide for a terminal */
const GROUPS_PER_LINE = 6

/** Digits that tell one key from another at a glance; the number tells it surely */
const SHORT_KEY = 8

/**
 * Says that somebody comes under a known name with another key, and what to do
 */
export function changedKeyLines ({ publicKey, name, known, pairNumber }: CallEvent & { type: 'identity:changed' }): string[] {
  const groups = pairNumber.split(' ')
  const who = displayName(name, publicKey, 32)

  return [
    `${who} comes with another key than you know.`,
    `Now it is ${publicKey.slice(0, SHORT_KEY)}, before ${known.publicKey.slice(0, SHORT_KEY)}${known.verified ? ', which you have verified' : ''}.`,
    'It may be a new device, or somebody else: you do not hear each other yet.',
    `Ask ${who} by another way if they see this number:`,
    ...Array.from({ length: Math.ceil(groups.length / GROUPS_PER_LINE) }, (_, line) => `  ${groups.slice(line * GROUPS_PER_LINE, (line + 1) * GROUPS_PER_LINE).join(' ')}`)
  ]
}
