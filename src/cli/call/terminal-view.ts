import { callTable } from './call-table.ts'
import { progressWords } from './progress-words.ts'
import { createLive } from '../terminal/live.ts'
import { qrCode } from '../terminal/qr.ts'
import { displayName, percent, seconds, style } from '../terminal/words.ts'
import type { CallEvent, CallView, ParticipantStatus } from './events.ts'
import type { Live } from '../terminal/live.ts'

/** Ten times a second a meter seems to move with the voice */
const DRAW_INTERVAL = 100

/** Where nothing is drawn, nothing needs to be known often */
const QUIET_INTERVAL = 1_000

const HELP = '  m mute or unmute · q leave · h hide this help\n  "Heard after" is the time from your join to the first sound; Out and In are kbit/s of sound.\n  The safety code is the same for everybody: read it out to know that nobody is in between.'

export interface TerminalViewInit {
  groupName: string
  live?: Live
  interactive?: boolean
}

/** For people: lines for what happens, and below them a table that moves */
export class TerminalView implements CallView {
  readonly statusInterval: number

  private readonly init: TerminalViewInit
  private readonly live: Live
  private readonly interactive: boolean
  private help = false
  private status?: CallEvent & { type: 'status' }

  constructor (init: TerminalViewInit) {
    this.init = init
    this.live = init.live ?? createLive()
    this.interactive = init.interactive ?? process.stdout.isTTY
    this.statusInterval = this.interactive ? DRAW_INTERVAL : QUIET_INTERVAL
  }

  show (event: CallEvent): void {
    if (event.type === 'status') {
      this.status = event
      this.draw()
      return
    }

    if (event.type === 'end') {
      this.close()
    }

    const line = this.lineOf(event)

    if (line != null) {
      this.live.line(line)
    }
  }

  toggleHelp (): void {
    this.help = !this.help
    this.draw()
  }

  close (): void {
    this.live.close()
  }

  private draw (): void {
    const { status } = this

    if (status == null || status.participants.length === 0) {
      this.live.draw(`\n  ${style('dim', status?.state === 'active' ? 'Waiting for others' : 'Joining')}   ${this.hint}`)
      return
    }

    const code = style('dim', `Safety code ${status.safetyCode}`)
    this.live.draw(`\n${callTable(status)}\n\n  ${code}\n  ${this.hint}`)
  }

  private get hint (): string {
    return this.help ? HELP.trimStart() : style('dim', 'm mute · q leave · h help')
  }

  private lineOf (event: CallEvent): string | undefined {
    switch (event.type) {
      case 'identity':
        return `You are ${style('bold', event.shortKey)} (key file ${event.file})`
      case 'invite':
        return this.inviteLines(event.invite)
      case 'progress':
        return event.problem == null
          ? `  ${style('dim', seconds(event.at).padStart(7))}  ${progressWords(event)}`
          : `  ${style('yellow', '!')} ${event.problem}`
      case 'participant:join':
        return `  ${style('green', '+')} ${nameOf(event.participant)} is in the call`
      case 'participant:leave':
        return `  ${style('red', '-')} ${nameOf(event.participant)} has left`
      case 'heard':
        return this.interactive ? undefined : `  ${nameOf(event)} is heard, ${seconds(event.joinMs)} after you joined`
      case 'message':
        return `  ${nameOf(event)}: ${clean(event.text)}`
      case 'problem':
        return `  ${style('yellow', '!')} ${event.publicKey == null ? '' : `${nameOf({ name: event.name ?? '', publicKey: event.publicKey })}: `}${event.message}`
      case 'microphone':
        return event.listening ? `  ${style('yellow', '!')} You are listening only. ${event.reason ?? ''}` : undefined
      case 'speakers':
        return event.open ? undefined : `  ${style('yellow', '!')} You will hear nothing. ${event.reason ?? ''}`
      case 'recording':
        return `  Recording ${nameOf(event)} to ${event.path}`
      case 'limit':
        return `  ${style('yellow', '!')} ${event.message}`
      case 'denied':
        return `  ${style('yellow', '!')} ${nameOf(event)} wanted to join and was refused: ${event.reason}`
      case 'end':
        return endLine(event)
      default:
        return undefined
    }
  }

  private inviteLines (invite: string): string {
    const lines = [`\nInvite to "${this.init.groupName}": whoever has it can join, so send it to them alone. They run:\n`, `groupcall call '${invite}'\n`]

    if (this.interactive) {
      const qr = qrCode(invite, { columns: process.stdout.columns, rows: process.stdout.rows })

      lines.push('code' in qr ? `${qr.code}\n` : style('dim', `(For a QR code the terminal needs ${qr.needed.columns} columns and ${qr.needed.rows} rows.)\n`))
    }

    return lines.join('\n')
  }
}

function nameOf ({ name, publicKey }: { name: string, publicKey: string }): string {
  return displayName(name, publicKey, 32)
}

function clean (text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
}

function endLine ({ seconds: duration, participants }: CallEvent & { type: 'end' }): string {
  const heard = participants.filter(({ heard }) => heard)
  const summary = participants.length === 0
    ? 'Nobody else came.'
    : `Heard ${heard.length} of ${participants.length}${heard.length === 0 ? '' : `: ${heard.map(heardWords).join(', ')}`}.`

  return `\nLeft the call after ${duration.toFixed(0)} s. ${summary}`
}

function heardWords (participant: ParticipantStatus): string {
  return `${nameOf(participant)} (after ${seconds(participant.joinMs ?? 0)}, ${percent(participant.meanLossPercent)} lost)`
}
