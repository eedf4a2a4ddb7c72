export interface ConnectClockInit {
  /** How long a link may take to connect once both ends know each other's addresses, in ms */
  connectTimeout: number
  /** How long the other end may gather before it answers, in ms */
  answerTimeout: number
  /** Whether descriptions are sent before gathering has ended */
  trickles: boolean
  onStalled(): void
}

/**
 * Bounds the time that a link takes to connect. Where candidates don't trickle, the time
 * that either end gathers is counted apart: it has a bound of its own, and nothing can
 * connect before it is over.
 */
export class ConnectClock {
  private readonly init: ConnectClockInit
  private running = false
  private isGathering = false
  private awaitsAnswer = false
  private timer?: ReturnType<typeof setTimeout>

  constructor (init: ConnectClockInit) {
    this.init = init
  }

  /** Whether the link waits for this end to gather */
  get gathering (): boolean {
    return this.running && this.isGathering && !this.init.trickles
  }

  /** Starts an attempt to connect */
  start (): void {
    this.running = true
    clearTimeout(this.timer)

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

  /** Called when the offer was answered */
  onAnswer (): void {
    this.awaitsAnswer = false
    this.onProgress()
  }

  /** Called when the link is connected or closed */
  stop (): void {
    this.running = false
    clearTimeout(this.timer)
  }

  private onProgress (): void {
    const { trickles, connectTimeout, answerTimeout } = this.init

    if (!this.running || trickles) {
      return
    }

    clearTimeout(this.timer)

    if (!this.isGathering) {
      this.wait(this.awaitsAnswer ? answerTimeout : connectTimeout)
    }
  }

  private wait (ms: number): void {
    this.timer = setTimeout(() => { this.init.onStalled() }, ms)
  }
}
