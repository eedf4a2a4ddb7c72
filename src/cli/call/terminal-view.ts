import { REACTIONS } from '../../index.ts'
import { style } from '../terminal/format.ts'
import { howToJoin } from '../terminal/how-to-join.ts'
import { createLive } from '../terminal/live.ts'
import { callTable } from './call-table.ts'
import { changedKeyLines } from './changed-key-lines.ts'
import { eventLine } from './event-lines.ts'
import { whoKnocks } from './group-lines.ts'
import type { CallEvent, CallView } from './events.ts'
import type { Live } from '../terminal/live.ts'

/** ms between two pictures: at ten a second, a meter seems to move with the voice */
const DRAW_INTERVAL = 100

/** ms between two updates if nothing is drawn */
const QUIET_INTERVAL = 1_000

/** Rows of the table of a small call, with what surrounds it */
const TABLE_ROWS = 8

/** ms for which a question must be on the screen before a key answers it: an earlier press was meant for another question */
const ASKED_FOR = 500

/** Events that ring the terminal's bell: others want something, or come and go */
const RINGING: Array<CallEvent['type']> = ['knock', 'message', 'hand', 'participant:join', 'participant:leave']

const HELP = [
  'm mute or unmute · q leave · h hide this help',
  `r raise or lower your hand · ${REACTIONS.map((reaction, index) => `${index + 1} ${reaction}`).join(' ')}`,
  'n noise suppression · i next microphone · o next speakers · w why it was bad',
  'a let in the first person who is knocking · d don\'t',
  'Heard after: from your join to the first sound. Out, In: kbit/s of sound.',
  'Safety code: read all of it out. If it\'s the same for everybody, nobody is in between.'
].join('\n  ')

export interface TerminalViewInit {
  groupName: string
  live?: Live
  interactive?: boolean
  /** Rings the terminal's bell; silent without it */
  ring?(): void
  /**
   * A monotonic clock, in ms
   *
   * @default performance.now
   */
  now?(): number
}

/** Shows a call to people: lines for what happens, and a live table below them */
export class TerminalView implements CallView {
  readonly statusInterval: number

  private readonly init: TerminalViewInit
  private readonly live: Live
  private readonly interactive: boolean
  private help = false
  private status?: CallEvent & { type: 'status' }
  /** People who are knocking, in order of arrival */
  private readonly knocks = new Map<string, { name: string, publicKey: string }>()
  /** Participants whose key has changed, as reported */
  private readonly changed = new Map<string, CallEvent & { type: 'identity:changed' }>()
  /** The participant that the question on the screen is about, and since when it is shown */
  private asked?: { publicKey: string, since: number }

  constructor (init: TerminalViewInit) {
    this.init = init
    this.live = init.live ?? createLive()
    this.interactive = init.interactive ?? process.stdout.isTTY
    this.statusInterval = this.interactive ? DRAW_INTERVAL : QUIET_INTERVAL
  }

  show (event: CallEvent): void {
    if (RINGING.includes(event.type)) {
      this.init.ring?.()
    }

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

    const line = event.type === 'invite' ? this.inviteLines(event) : eventLine(event, this.interactive)

    if (line != null) {
      this.live.line(line)
    }
  }

  toggleHelp (): void {
    this.help = !this.help
    this.draw()
  }

  /** Public key of the participant that the question on the screen is about */
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

  /** Asks one question at a time, until it is answered */
  private ask ({ participants }: CallEvent & { type: 'status' }): string {
    const event = this.changed.get(participants.find(({ onHold }) => onHold)?.publicKey ?? '')

    if (event == null) {
      this.asked = undefined
      return ''
    }

    if (this.asked?.publicKey !== event.publicKey) {
      this.asked = { publicKey: event.publicKey, since: this.now() }
    }

    const [first, ...rest] = changedKeyLines(event)

    return [style(['red', 'bold'], `! ${first}`), ...rest.map(line => `  ${line}`), `  ${style('bold', 't')} it's the same number: talk to them`].map(text => `${text}\n  `).join('')
  }

  private get hint (): string {
    const [first] = this.knocks.values()
    const more = this.knocks.size > 1 ? `, and ${this.knocks.size - 1} more` : ''
    const knock = first == null ? '' : `${style('cyan', '?')} ${whoKnocks(first)} wants to join${more}: ${style('bold', 'a let in · d don\'t')}\n  `

    const unheard = this.status?.self.unheard === true ? `${style('yellow', '!')} You're muted, so nobody hears you: ${style('bold', 'm unmute')}\n  ` : ''

    return `${knock}${unheard}${this.help ? HELP : style('dim', 'm mute · q leave · h help')}`
  }

  private inviteLines ({ invite, page }: CallEvent & { type: 'invite' }): string {
    const intro = `Invite to "${this.init.groupName}": anyone who has it can join, so send it only to people you want in the call. They run:`

    return `\n${howToJoin({ invite, pageUrl: page, intro, below: TABLE_ROWS }, this.interactive ? process.stdout : undefined)}\n`
  }
}
