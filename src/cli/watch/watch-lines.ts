import { clean, displayName, style } from '../terminal/format.ts'
import type { WatchEvent } from './watch-events.ts'
import type { MissedCall } from '../../index.ts'

const NAME_WIDTH = 32

/** Returns a line for people, or `undefined` if the event isn't worth one */
export function watchLine (event: WatchEvent, interactive: boolean): string | undefined {
  switch (event.type) {
    case 'watching':
      return `Watching ${event.groups.map(({ group }) => clean(group)).join(', ')}.${interactive ? style('dim', '   n do not disturb · l missed calls · q quit') : ''}`
    case 'quiet':
      return event.quiet ? 'Do not disturb: calls are listed, and don\'t ring.' : 'Calls ring again.'
    case 'empty':
      return `Nobody is in the call of "${clean(event.group)}" yet.`
    case 'ring':
      return `${style(['bold', 'green'], `${nameOf(event.caller)} is calling "${clean(event.group)}"`)}${interactive ? `   ${style('bold', 'a accept · d decline')}` : ''}`
    case 'ongoing':
      return `"${clean(event.group)}" has a call: ${event.people.map(nameOf).join(', ')}`
    case 'missed':
      return missedLine(event.group, event.call)
    case 'over':
      return `The call of "${clean(event.group)}" is over.`
    default:
      return undefined
  }
}

/** Returns who called, and when */
export function missedLine (group: string, { at, caller }: MissedCall): string {
  return `Missed: ${nameOf(caller)} called "${clean(group)}" at ${new Date(at).toTimeString().slice(0, 5)}`
}

function nameOf ({ name, publicKey }: { name: string, publicKey: string }): string {
  return displayName(name, publicKey, NAME_WIDTH)
}
