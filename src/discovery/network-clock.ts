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
  /** The times to meet at are others than before */
  times: CustomEvent<void>
  /**
   * Most of those that reported their time agree that the local clock is wrong: by how
   * many ms it is ahead of them. 0 when it is right again.
   */
  clock: CustomEvent<{ difference: number }>
}

/**
 * The local clock, and what others say of it. Peers meet under a key of the hour, so
 * a peer whose clock is hours off also looks where the others' clocks say. Nobody
 * needs to be trusted for that: times of others are searched beside the local one,
 * never in its place.
 */
export class NetworkClock extends TypedEventEmitter<NetworkClockEvents> {
  private readonly init: NetworkClockInit
  /** ms by which the local clock is ahead, by source */
  private readonly reports = new Map<string, number>()
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

  /** The times to meet at, ms since the Unix epoch: the local one first, then what others agree on */
  get times (): number[] {
    const now = this.now()

    return [now, ...this.searched.map(difference => now - difference)]
  }

  /** ms by which the local clock is ahead, as far as most others agree that it is wrong; else 0 */
  get difference (): number {
    return this.told
  }

  /**
   * Takes one vote of each source, its latest
   *
   * @param source - who reported it, such as a PeerId
   * @param time - what its clock showed, ms since the Unix epoch; anything may come from outside
   * @param at - when that was by the local clock
   */
  addReport (source: string, time: number, at: number = this.now()): void {
    if (!Number.isSafeInteger(time) || time <= 0) {
      return
    }

    setNewest(this.reports, source, Math.round(at - time), MAX_CLOCK_REPORTS)
    const agreements = agree([...this.reports.values()], CLOCK_TOLERANCE)
    const most = agreements[0].reports

    // where as many say this as that, both are searched: one that lies hides nobody
    this.search(agreements
      .filter(({ difference, reports }) => reports === most && !isTolerable(difference) && Math.abs(difference) <= MAX_SEARCHED_DIFFERENCE)
      .map(({ difference }) => difference)
      .slice(0, MAX_AGREED_TIMES))

    if (most > this.reports.size / 2) {
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
