import { shortKey } from '../../../keys/index.ts'
import { clean, displayName, style } from '../terminal/format.ts'
import type { GroupEvent } from './group-events.ts'

const NAME_WIDTH = 32

type Lines = { [Type in GroupEvent['type']]?: (event: GroupEvent & { type: Type }, interactive: boolean) => string | undefined }

/** Lines for people about a group during its call */
export const GROUP_LINES: Lines = {
  knock: (event, interactive) => `  ${style('cyan', '?')} ${whoKnocks(event)} is knocking${interactive ? '' : '. Nobody can answer here: start the call with --admit KEY or --admit-all'}`,
  group: ({ name, rosterVersion, owners, members }) => rosterVersion == null
    ? undefined
    : `  The roster of "${clean(name)}" has changed: version ${rosterVersion}, ${count(owners.length + members.length, 'member')}, including ${count(owners.length, 'owner')}`,
  alarm: ({ message }) => `  ${style('red', '!')} ${style('bold', clean(message))}`
}

/** Returns name and short key, because people can call themselves anything */
export function whoKnocks ({ name, publicKey }: { name: string, publicKey: string }): string {
  const short = shortKey(publicKey)
  const shown = displayName(name, publicKey, NAME_WIDTH)

  return shown === short ? `Somebody (key ${short})` : `${shown} (key ${short})`
}

function count (number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
