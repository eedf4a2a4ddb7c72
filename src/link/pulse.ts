import { LivenessMonitor } from './liveness.ts'
import { readReceived, readVoiceAge } from './statistics.ts'
import type { LinkLimits } from './limits.ts'
import type { Liveness } from './liveness.ts'

export interface PulseInit {
  connection: RTCPeerConnection
  limits: LinkLimits
  /** Monotonic time in ms */
  now(): number
  /** Asked before each heartbeat; returns false once nothing more may be sent */
  mayBeat(): boolean
  /** Sends a heartbeat if there is a data channel */
  beat(): void
  /** Called when anything from the remote end has arrived */
  onHeard(): void
  onLiveness(liveness: Liveness): void
}

/**
 * Watches whether the remote end of a connected link is alive. All that arrives over
 * the data channel shows it, and heartbeats do arrive from ends of ours. Of an end that
 * sends none, and of one without a channel, the statistics tell; so they do when heartbeats
 * are missing: a busy machine delays them for seconds while the voice still arrives.
 */
export class Pulse {
  private readonly init: PulseInit
  private monitor?: LivenessMonitor
  private timer?: ReturnType<typeof setInterval>
  /** Whether anything has arrived over the data channel */
  private beating = false
  private measuring = false
  /** What had arrived by the last measurement of an end that sends no heartbeats */
  private received = 0

  constructor (init: PulseInit) {
    this.init = init
  }

  /** Starts sending heartbeats, and watching for a sign of life; idempotent */
  start (withoutChannel: boolean): void {
    if (this.monitor != null) {
      return
    }

    const { limits, now } = this.init
    const { heartbeatInterval, silenceLimit, lossLimit, quietLimit } = limits
    const later = withoutChannel ? Math.max(0, quietLimit - silenceLimit) : 0

    this.monitor = new LivenessMonitor(now(), { ...limits, silenceLimit: silenceLimit + later, lossLimit: lossLimit + later })
    this.timer = setInterval(() => { this.onTime() }, heartbeatInterval)
    this.onTime()
  }

  /** Called when anything has arrived over the data channel */
  onMessage (): void {
    this.beating = true
    this.markAlive()
  }

  stop (): void {
    clearInterval(this.timer)
    this.monitor = undefined
  }

  private onTime (): void {
    if (!this.init.mayBeat()) {
      return
    }

    this.init.beat()

    const liveness = this.monitor?.tick(this.init.now()) ?? 'alive'

    if (!this.measuring && (!this.beating || this.monitor?.doubtful === true)) {
      this.measuring = true
      this.measure().catch(() => {
        // the connection was closed meanwhile
      }).finally(() => { this.measuring = false })
    }

    this.init.onLiveness(liveness)
  }

  private async measure (): Promise<void> {
    const report: any = await this.init.connection.getStats()
    const isAlive = this.beating ? readVoiceAge(report.values()) <= this.init.limits.heartbeatInterval : this.hasGrown(readReceived(report.values()))

    if (isAlive) {
      this.markAlive()
    }
  }

  private hasGrown (received: number): boolean {
    const before = this.received
    // the figures of paths that ICE has given up are missing, so it may be less than before
    this.received = received

    return received > before
  }

  private markAlive (): void {
    if (this.monitor != null) {
      this.monitor.markAlive(this.init.now())
      this.init.onHeard()
    }
  }
}
