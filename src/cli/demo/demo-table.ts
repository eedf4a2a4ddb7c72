import { bar, displayName, kbps, percent, seconds, style } from '../terminal/format.ts'
import { renderTable, terminalWidth } from '../terminal/table.ts'
import { guests } from './member.ts'
import type { Member } from './member.ts'
import type { ParticipantStatus } from '../call/events.ts'

/** Characters of a name: eight must fit beside the figures in 80 columns */
const SHORT_NAME = 3

/** Up to so many participants, there is room for a word before their names */
const FEW = 5

/** Returns the live table: each participant's state, and how loudly it hears each of the others */
export function demoTable (members: Member[], width = terminalWidth()): string {
  const columns = [
    { head: 'Who' },
    { head: 'State' },
    { head: `${members.length > FEW ? '' : 'Hears '}${members.map(({ name }) => shortName(name)).join(' ')}`, align: 'right' as const },
    { head: 'Join', align: 'right' as const, dispensable: 1 },
    { head: 'Out', align: 'right' as const, dispensable: 2 },
    { head: 'In', align: 'right' as const, dispensable: 3 },
    { head: 'Loss', align: 'right' as const, dispensable: 4 }
  ]
  const table = renderTable(columns, members.map(member => row(member, members)), width)
  const lines = guests(members).map(({ participant, heardBy }) => `  ${style('green', '+')} ${displayName(participant.name, participant.publicKey)} is in the call, ${guestWords(participant, heardBy)}`)

  return [table, ...lines].join('\n')
}

function row (member: Member, members: Member[]): string[] {
  const others = members.filter(other => other !== member).map(other => heardOf(member, other))
  const known = others.filter(other => other != null)
  const connected = known.filter(({ linkState }) => linkState === 'connected')
  const everybody = connected.length === members.length - 1

  return [
    style(member.self?.level != null && member.self.level > 0.01 ? 'bold' : 'reset', member.name),
    stateWords(member),
    members.map(other => other === member ? style('dim', '·') : cell(heardOf(member, other))).join(' '.repeat(SHORT_NAME)),
    everybody && known.every(({ joinMs }) => joinMs != null) ? seconds(Math.max(...known.map(({ joinMs = 0 }) => joinMs))) : '–',
    kbps(sum(connected.map(({ kbpsOut }) => kbpsOut))),
    kbps(sum(connected.map(({ kbpsIn }) => kbpsIn))),
    connected.length === 0 ? '–' : percent(Math.max(...connected.map(({ lossPercent }) => lossPercent)))
  ]
}

function heardOf (member: Member, other: Member): ParticipantStatus | undefined {
  return other.publicKey == null ? undefined : member.others[other.publicKey]
}

/** Returns what a listener gets from a speaker: a level, silence, or no sound at all */
function cell (status?: ParticipantStatus): string {
  if (status == null || status.linkState === 'new' || status.linkState === 'closed') {
    return style('dim', '–')
  }

  if (status.linkState !== 'connected') {
    return style('yellow', '…')
  }

  return status.heard ? style(status.speaking ? 'green' : 'reset', bar(status.level)) : style('red', '?')
}

function stateWords ({ state, step }: Member): string {
  if (state === 'active') {
    return style('green', 'in the call')
  }

  if (state === 'died') {
    return style('red', 'died')
  }

  return state === 'ended' || state === 'leaving' ? style('dim', 'left') : style('yellow', step ?? 'starting')
}

function guestWords ({ listenOnly }: ParticipantStatus, heardBy: string[]): string {
  if (listenOnly) {
    return 'only listening'
  }

  return heardBy.length === 0 ? 'not heard yet' : `heard by ${heardBy.join(', ')}`
}

function shortName (name: string): string {
  return [...name].slice(0, SHORT_NAME).join('').padStart(SHORT_NAME)
}

function sum (values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
