import { shortKey } from '../../../keys/index.ts'
import { clean, displayName, style } from '../terminal/format.ts'
import type { GroupEvent } from './group-events.ts'

const NAME_WIDTH = 32

type Lines = { [Type in GroupEvent['type']]?: (event: GroupEvent & { type: Type }, interactive: boolean) => string | undefined }

/** What people read of a group whose call is on */
export const GROUP_LINES: Lines = {
  knock: (event, interactive) => `  ${style('cyan', '?')} ${whoKnocks(event)} knocks${interactive ? '' : '. Nobody here can answer: begin the call with --admit KEY or --admit-all'}`,
  group: ({ name, rosterVersion, owners, members }) => rosterVersion == null
    ? undefined
    : `  The roster of "${clean(name)}" is another one: version ${rosterVersion}, ${count(owners.length + members.length, 'member')}, ${count(owners.length, 'owner')} among them`,
  alarm: ({ message }) => `  ${style('red', '!')} ${style('bold', clean(message))}`
}

/** Name and short key: somebody may call themselves what they like */
export function whoKnocks ({ name, publicKey }: { name: string, publicKey: string }): string {
  const short = shortKey(publicKey)
  const shown = displayName(name, publicKey, NAME_WIDTH)

  return shown === short ? `Somebody (key ${short})` : `${shown} (key ${short})`
}

function count (number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
