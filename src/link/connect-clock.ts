import { patientTimers } from '../patient-timers.ts'
import type { Timer, Timers } from '../timers.ts'

export interface ConnectClockInit {
  /** How long a link may take to connect once both ends know each other's addresses, in ms */
  connectTimeout: number
  /** How long the other end may gather before it answers, in ms */
  answerTimeout: number
  /** Whether descriptions are sent before gathering has ended */
  trickles: boolean
  /** @default those that wait for a busy process */
  timers?: Pick<Timers, 'after'>
  onStalled(): void
}

/**
 * Bounds the time that a link takes to connect, from one step to the next: to begin again
 * while there is progress would only take longer. Where candidates don't trickle, the time
 * that either end gathers is counted apart: it has a bound of its own, and nothing can
 * connect before it is over.
 */
export class ConnectClock {
  private readonly init: ConnectClockInit
  private running = false
  private isGathering = false
  private awaitsAnswer = false
  private timer?: Timer
  private readonly timers: Pick<Timers, 'after'>

  constructor (init: ConnectClockInit) {
    this.init = init
    this.timers = init.timers ?? patientTimers
  }

  /** Whether the link waits for this end to gather */
  get gathering (): boolean {
    return this.running && this.isGathering && !this.init.trickles
  }

  /** Starts an attempt to connect */
  start (): void {
    this.running = true
    this.timer?.stop()

    if (this.init.trickles) {
      this.wait(this.init.connectTimeout)
    } else {
      this.onProgress()
    }
  }

  /** Called when ICE starts to gather for an offer or an answer */
  onGathering (offers: boolean): void {
    this.isGathering = true
    this.awaitsAnswer = offers
    this.onProgress()
  }

  /** Called when gathering has ended, or has taken too long */
  onGathered (): void {
    this.isGathering = false
    this.onProgress()
  }

  /** Called when an offer or an answer has arrived */
  onDescription (): void {
    this.awaitsAnswer = false
    this.onStep()
  }

  /** Called when ICE has found a path */
  onPath (): void {
    this.onStep()
  }

  /** Called when the link is connected or closed */
  stop (): void {
    this.running = false
    this.timer?.stop()
  }

  /** The other end is there, and so is what has taken us this far: the next step has as much time */
  private onStep (): void {
    if (!this.running) {
      return
    }

    if (this.init.trickles) {
      this.timer?.stop()
      this.wait(this.init.connectTimeout)
    } else {
      this.onProgress()
    }
  }

  private onProgress (): void {
    const { trickles, connectTimeout, answerTimeout } = this.init

    if (!this.running || trickles) {
      return
    }

    this.timer?.stop()

    if (!this.isGathering) {
      this.wait(this.awaitsAnswer ? answerTimeout : connectTimeout)
    }
  }

  private wait (ms: number): void {
    this.timer = this.timers.after(ms, () => { this.init.onStalled() })
  }
}
