import { TypedEventEmitter } from 'main-event'
import { setNewest } from '../newest.ts'
import { agree } from './agree.ts'
import { CLOCK_STEP, CLOCK_TOLERANCE, MAX_AGREED_TIMES, MAX_CLOCK_REPORTS, MAX_SEARCHED_DIFFERENCE } from './limits.ts'

export interface NetworkClockInit {
  /**
   * The local clock, in ms since the Unix epoch
   *
   * @default Date.now
   */
  now?(): number
}

export interface NetworkClockEvents {
  /** The times to meet at have changed */
  times: CustomEvent<void>
  /**
   * Most sources agree that the local clock is ahead of them by so many ms, or behind if
   * negative; 0 when it is right again
   */
  clock: CustomEvent<{ difference: number }>
}

/**
 * The local clock, and what other peers report of theirs. Peers meet under a key of the
 * hour, so a peer whose clock is hours off also searches the hour of the others. No
 * report needs to be trusted: other times are searched beside the local one, never
 * instead of it.
 */
export class NetworkClock extends TypedEventEmitter<NetworkClockEvents> {
  private readonly init: NetworkClockInit
  /** `difference` in ms by which the local clock is ahead, by source */
  private readonly reports = new Map<string, { difference: number, member: boolean }>()
  /** The same, of the times that are searched beside the local one */
  private searched: number[] = []
  private told = 0

  constructor (init: NetworkClockInit = {}) {
    super()

    this.init = init
  }

  /** The local time, ms since the Unix epoch */
  now (): number {
    return this.init.now?.() ?? Date.now()
  }

  /** The times to meet at, ms since the Unix epoch: the local time, then those that others agree on */
  get times (): number[] {
    const now = this.now()

    return [now, ...this.searched.map(difference => now - difference)]
  }

  /** ms by which the local clock is ahead, if most sources agree that it is wrong; otherwise 0 */
  get difference (): number {
    return this.told
  }

  /**
   * Counts one vote for each source, its latest
   *
   * @param source - a name for the reporter, such as its PeerId
   * @param time - its clock, ms since the Unix epoch; an impossible value is ignored
   * @param options
   * @param options.at - the local time of the report
   * @param options.member - a participant in a call: its word alone doesn't prove whose clock is wrong
   */
  addReport (source: string, time: number, { at = this.now(), member = false }: { at?: number, member?: boolean } = {}): void {
    if (!Number.isSafeInteger(time) || time <= 0) {
      return
    }

    setNewest(this.reports, source, { difference: Math.round(at - time), member }, MAX_CLOCK_REPORTS)
    const reports = [...this.reports.values()]
    const agreements = agree(reports.map(({ difference }) => difference), CLOCK_TOLERANCE)
    const most = agreements[0].reports

    // in a tie both are searched, so that a single liar hides nobody
    this.search(agreements
      .filter(({ difference, reports }) => reports === most && !isTolerable(difference) && Math.abs(difference) <= MAX_SEARCHED_DIFFERENCE)
      .map(({ difference }) => difference)
      .slice(0, MAX_AGREED_TIMES))

    if (most > reports.length / 2 && (most > 1 || !reports[0].member)) {
      this.tell(agreements[0].difference)
    }
  }

  private search (differences: number[]): void {
    if (differences.length !== this.searched.length || differences.some(difference => !this.searched.some(other => Math.abs(difference - other) < CLOCK_STEP))) {
      this.searched = differences
      this.safeDispatchEvent('times')
    }
  }

  private tell (difference: number): void {
    const wrong = isTolerable(difference) ? 0 : difference

    if ((wrong === 0) !== (this.told === 0) || Math.abs(wrong - this.told) > CLOCK_TOLERANCE) {
      this.told = wrong
      this.safeDispatchEvent('clock', { detail: { difference: wrong } })
    }
  }
}

function isTolerable (difference: number): boolean {
  return Math.abs(difference) <= CLOCK_TOLERANCE
}
