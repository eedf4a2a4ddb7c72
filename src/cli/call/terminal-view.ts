import { style } from '../terminal/format.ts'
import { createLive } from '../terminal/live.ts'
import { qrCode } from '../terminal/qr.ts'
import { callTable } from './call-table.ts'
import { changedKeyLines } from './changed-key-lines.ts'
import { eventLine } from './event-lines.ts'
import { whoKnocks } from './group-lines.ts'
import type { CallEvent, CallView } from './events.ts'
import type { Live } from '../terminal/live.ts'

/** Ten times a second a meter seems to move with the voice */
const DRAW_INTERVAL = 100

/** Where nothing is drawn, nothing needs to be known often */
const QUIET_INTERVAL = 1_000

/** ms that a question has to be on the screen before a key answers it: it was pressed for another one before */
const ASKED_FOR = 500

const HELP = [
  'm mute or unmute · q leave · h hide this help',
  'a let in the first who knocks · d do not',
  'Heard after: from your join to the first sound. Out, In: kbit/s of sound.',
  'Safety code: read all of it out. If it\'s the same for everybody, nobody is in between.'
].join('\n  ')

export interface TerminalViewInit {
  groupName: string
  live?: Live
  interactive?: boolean
  /**
   * ms
   *
   * @default performance.now
   */
  now?(): number
}

/** For people: lines for what happens, and below them a table that moves */
export class TerminalView implements CallView {
  readonly statusInterval: number

  private readonly init: TerminalViewInit
  private readonly live: Live
  private readonly interactive: boolean
  private help = false
  private status?: CallEvent & { type: 'status' }
  /** Those who knock, in the order in which they came */
  private readonly knocks = new Map<string, { name: string, publicKey: string }>()
  /** Whose key changed, as it was told */
  private readonly changed = new Map<string, CallEvent & { type: 'identity:changed' }>()
  /** Of whom is being asked, and since when */
  private asked?: { publicKey: string, since: number }

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

    if (event.type === 'knock') {
      this.knocks.set(event.publicKey, event)
    } else if (event.type === 'knock:end') {
      this.knocks.delete(event.publicKey)
      this.draw()
    } else if (event.type === 'end') {
      this.close()
    } else if (event.type === 'identity:changed') {
      this.changed.set(event.publicKey, event)
    }

    const line = event.type === 'invite' ? this.inviteLines(event.invite) : eventLine(event, this.interactive)

    if (line != null) {
      this.live.line(line)
    }
  }

  toggleHelp (): void {
    this.help = !this.help
    this.draw()
  }

  /** Public key of the one whom the question on the screen is about */
  get asking (): string | undefined {
    return this.asked != null && this.now() - this.asked.since >= ASKED_FOR ? this.asked.publicKey : undefined
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
    this.live.draw(`\n${callTable(status)}\n\n  ${code}\n  ${this.ask(status)}${this.hint}`)
  }

  private now (): number {
    return this.init.now?.() ?? performance.now()
  }

  /** One question at a time, until it is decided */
  private ask ({ participants }: CallEvent & { type: 'status' }): string {
    const event = this.changed.get(participants.find(({ held }) => held)?.publicKey ?? '')

    if (event == null) {
      this.asked = undefined
      return ''
    }

    if (this.asked?.publicKey !== event.publicKey) {
      this.asked = { publicKey: event.publicKey, since: this.now() }
    }

    const [first, ...rest] = changedKeyLines(event)

    return [style(['red', 'bold'], `! ${first}`), ...rest.map(line => `  ${line}`), `  ${style('bold', 't')} it is the same: talk with them`].map(text => `${text}\n  `).join('')
  }

  private get hint (): string {
    const [first] = this.knocks.values()
    const more = this.knocks.size > 1 ? `, and ${this.knocks.size - 1} more` : ''
    const knock = first == null ? '' : `${style('cyan', '?')} ${whoKnocks(first)} wants to come in${more}: ${style('bold', 'a let in · d do not')}\n  `

    return `${knock}${this.help ? HELP : style('dim', 'm mute · q leave · h help')}`
  }

  private inviteLines (invite: string): string {
    const lines = [`\nInvite to "${this.init.groupName}": whoever has it can join, so send it to them alone. They run:\n`, `groupcall call '${invite}'\n`]

    if (this.interactive) {
      lines.push(`${qrCode(invite, process.stdout.columns)}\n`)
    }

    return lines.join('\n')
  }
}
