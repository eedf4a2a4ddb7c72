import { AbortError } from '@libp2p/interface'
import { rehearse } from './rehearse.ts'
import type { Timer, Timers } from '../timers.ts'
import type { Logger } from '@libp2p/interface'

/** ms after the start of a peer: until then it enters the network */
const FIRST_DELAY = 300

/** ms until the next attempt if a call is being joined */
const RETRY_DELAY = 1_000

/** What a peer is doing: a rehearsal disturbs nobody who is `idle`, and helps nobody who has `performed` */
export type Occupation = 'idle' | 'joining' | 'performed'

export interface RehearsalInit {
  occupation(): Occupation
  timers: Timers
  log: Logger
  /** For tests */
  perform?: typeof rehearse
  /** For tests */
  process?: { rehearsed: boolean }
}

/** Once is enough for a process, which may have several peers */
const PROCESS = { rehearsed: false }

/**
 * Rehearses a join once per process, while its user types a name, or waits for the others:
 * see {@link rehearse}. Gives way to a real one.
 */
export class Rehearsal {
  private readonly init: RehearsalInit
  private readonly process: { rehearsed: boolean }
  private timer?: Timer

  constructor (init: RehearsalInit) {
    this.init = init
    this.process = init.process ?? PROCESS
  }

  start (): void {
    if (!this.process.rehearsed) {
      this.schedule(FIRST_DELAY)
    }
  }

  stop (): void {
    this.timer?.stop()
    this.timer = undefined
  }

  private schedule (ms: number): void {
    this.timer = this.init.timers.after(ms, () => { this.attempt() })
  }

  private attempt (): void {
    const occupation = this.init.occupation()

    if (occupation === 'joining') {
      this.schedule(RETRY_DELAY)
    } else if (occupation === 'idle' && !this.process.rehearsed) {
      this.process.rehearsed = true
      const { log, perform = rehearse } = this.init
      perform(async () => this.pause()).catch(err => { log('the rehearsal ended - %e', err) })
    }
  }

  /** Lets everything else that is due go first */
  private async pause (): Promise<void> {
    await new Promise(resolve => { setTimeout(resolve, 0) })

    if (this.timer == null || this.init.occupation() !== 'idle') {
      throw new AbortError('There is something to do')
    }
  }
}
