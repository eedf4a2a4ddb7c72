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
 * Limits the time that each step of connecting a link may take: restarting an attempt that
 * is making progress would only take longer. Where candidates don't trickle, the time
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
    this.onStep()
  }

  /** Called when ICE starts to gather for an offer or an answer */
  onGathering (offers: boolean): void {
    this.isGathering = true
    this.awaitsAnswer = offers
    this.onGatheringChange()
  }

  /** Called when gathering has ended, or has taken too long */
  onGathered (): void {
    this.isGathering = false
    this.onGatheringChange()
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

  private onGatheringChange (): void {
    if (!this.init.trickles) {
      this.onStep()
    }
  }

  /** The attempt has come nearer to its end: the next step gets its full time */
  private onStep (): void {
    const { trickles, connectTimeout, answerTimeout, onStalled } = this.init

    if (!this.running) {
      return
    }

    this.timer?.stop()

    if (trickles || !this.isGathering) {
      this.timer = this.timers.after(!trickles && this.awaitsAnswer ? answerTimeout : connectTimeout, () => { onStalled() })
    }
  }
}
