import { displayName, kbps, meter, percent, seconds, style } from '../terminal/format.ts'
import { renderTable, terminalWidth } from '../terminal/table.ts'
import type { CallEvent, ParticipantStatus } from './events.ts'
import type { Quality } from '../../index.ts'
import type { Style } from '../terminal/format.ts'

const METER_WIDTH = 10

/** Characters of a name, including the mark of a verified contact */
const NAME_WIDTH = 16
/** Characters of a carrier's name */
const CARRIER_WIDTH = 10
const VERIFIED = '✓ '
/** Takes three columns */
const HAND = '✋ '
const HAND_WIDTH = 3

const QUALITY_STYLES: Record<Quality, Style> = { good: 'green', fair: 'yellow', poor: 'red', lost: 'red' }

const COLUMNS = [
  { head: 'Who' },
  { head: 'Voice'.padEnd(METER_WIDTH) },
  { head: 'Link' },
  { head: 'Heard after', align: 'right' as const, dispensable: 1 },
  { head: 'RTT', align: 'right' as const, dispensable: 5 },
  { head: 'Loss', align: 'right' as const, dispensable: 4 },
  { head: 'Out', align: 'right' as const, dispensable: 2 },
  { head: 'In', align: 'right' as const, dispensable: 3 }
]

/** Returns the call as a table: a line for the user, and one for each of the others. A narrow terminal has fewer columns */
export function callTable ({ self, participants }: CallEvent & { type: 'status' }, width = terminalWidth()): string {
  const own = [
    style('bold', `${self.handRaised ? HAND : ''}${self.name === '' ? 'You' : `${displayName(self.name, self.publicKey, 10)} (you)`}`),
    voice({ ...self, speaking: false }),
    '', '', '', '',
    kbps(participants.reduce((sum, { kbpsOut }) => sum + kbpsOut, 0)),
    kbps(participants.reduce((sum, { kbpsIn }) => sum + kbpsIn, 0))
  ]

  return renderTable(COLUMNS, [own, ...participants.map(participant => row(participant, participants.find(({ publicKey }) => publicKey === participant.carrier)))], width)
}

/** `carrier` is the participant through which it is heard, if it can't be reached directly */
function row (participant: ParticipantStatus, carrier?: ParticipantStatus): string[] {
  const { publicKey, name, handRaised, verified, linkState, joinMs, rttMs, lossPercent, kbpsIn, kbpsOut } = participant
  const mark = verified ? VERIFIED : ''

  return [
    `${handRaised ? HAND : ''}${style('green', mark)}${displayName(name, publicKey, NAME_WIDTH - mark.length - (handRaised ? HAND_WIDTH : 0))}`,
    voice(participant),
    link(participant, carrier),
    joinMs == null ? style('dim', 'not yet') : seconds(joinMs),
    linkState !== 'connected' || rttMs == null ? '–' : `${Math.max(1, Math.round(rttMs))} ms`,
    linkState !== 'connected' ? '–' : percent(lossPercent),
    kbps(kbpsOut),
    kbps(kbpsIn)
  ]
}

function voice ({ muted, listenOnly, level, speaking }: Pick<ParticipantStatus, 'muted' | 'listenOnly' | 'level' | 'speaking'>): string {
  if (listenOnly) {
    return style('dim', 'only listening')
  }

  if (muted) {
    return style('yellow', 'muted'.padEnd(METER_WIDTH))
  }

  return style(speaking ? 'green' : 'reset', meter(level, METER_WIDTH))
}

function link ({ onHold, linkState, quality, unlinked }: ParticipantStatus, carrier?: ParticipantStatus): string {
  if (onHold) {
    return style('red', 'on hold')
  }

  if (carrier != null) {
    return style('yellow', `via ${displayName(carrier.name, carrier.publicKey, CARRIER_WIDTH)}`)
  }

  if (unlinked) {
    return style('yellow', 'not direct')
  }

  if (linkState !== 'connected') {
    return style('yellow', linkState === 'new' ? 'waiting' : linkState)
  }

  return quality == null ? 'connected' : style(QUALITY_STYLES[quality], quality)
}
