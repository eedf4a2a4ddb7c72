import { percent, seconds, style } from '../terminal/format.ts'
import { renderTable } from '../terminal/table.ts'
import type { Member } from './member.ts'

/** One direction of the audio between two participants */
export interface ReportLink {
  /** Name of the speaker */
  from: string
  /** Name of the listener */
  to: string
  heard: boolean
  /** ms from the listener's join to the first sound; null if it was not heard */
  joinMs: number | null
  /** Average payload rate while any was received, in kbit/s */
  kbps: number
  lossPercent: number
}

export interface DemoReport {
  /** Whether every participant heard every other */
  ok: boolean
  participants: Array<{ name: string, publicKey: string | null, state: string }>
  links: ReportLink[]
}

/**
 * Returns the report of a demo
 *
 * @param members - all members, with what they printed last
 * @param states - each member's state before the end of the call, when all have left
 */
export function makeReport (members: Member[], states: string[] = members.map(({ state }) => state)): DemoReport {
  const links = members.flatMap(to => members.filter(from => from !== to).map(from => linkBetween(from, to)))

  return {
    ok: links.every(({ heard }) => heard),
    participants: members.map(({ name, publicKey }, index) => ({ name, publicKey: publicKey ?? null, state: states[index] })),
    links
  }
}

function linkBetween (from: Member, to: Member): ReportLink {
  const status = from.publicKey == null ? undefined : to.others[from.publicKey]

  return {
    from: from.name,
    to: to.name,
    heard: status?.heard ?? false,
    joinMs: status?.joinMs ?? null,
    kbps: status?.meanKbpsIn ?? 0,
    lossPercent: status?.meanLossPercent ?? 0
  }
}

/** Formats the report for people: a line for each listener, and what is missing */
export function reportText (report: DemoReport): string {
  const rows = report.participants.map(({ name }) => {
    const heard = report.links.filter(link => link.to === name)
    const good = heard.filter(link => link.heard)

    return [
      name,
      `${good.length} of ${heard.length}`,
      good.length === 0 ? '–' : seconds(Math.max(...good.map(link => link.joinMs ?? 0))),
      good.length === 0 ? '–' : mean(good.map(link => link.kbps)).toFixed(1),
      good.length === 0 ? '–' : percent(Math.max(...good.map(link => link.lossPercent)))
    ]
  })
  const missing = report.links.filter(({ heard }) => !heard).map(({ from, to }) => `${to} didn't hear ${from}`)
  const table = renderTable([
    { head: 'Who' },
    { head: 'Heard', align: 'right' },
    { head: 'All after', align: 'right' },
    { head: 'kbit/s per voice', align: 'right' },
    { head: 'Worst loss', align: 'right' }
  ], rows)

  return `${table}\n\n${report.ok ? `${style('green', '✓')} Everybody heard everybody.` : `${style('red', '✗')} ${missing.join(', ')}.`}`
}

function mean (values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
