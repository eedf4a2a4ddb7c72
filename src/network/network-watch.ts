import { TypedEventEmitter } from 'main-event'
import { systemTimers } from '../timers.ts'
import { localAddresses, processorTime, watchPlatform } from './network-signals.ts'
import { sleptFor } from './sleep.ts'
import type { ClockReading } from './sleep.ts'
import type { Timer, Timers } from '../timers.ts'

/** ms between looks at the interfaces and the clocks: a change is noticed well within a second */
export const WATCH_INTERVAL = 300

/** What has happened to this machine's network, or to this process */
export interface Disturbance {
  /** ms for which this process stood still; 0 if it didn't */
  slept: number
  /** Whether this machine is known to have other addresses than before. Otherwise there is a sign of a change, which may mean nothing */
  changed: boolean
  /** Addresses that this machine no longer has; undefined if it can't be known which */
  removed?: string[]
  /** Whether there is an address left to reach others from, as far as is known */
  online: boolean
}

export interface NetworkWatchInit {
  timers?: Timers
  /** ms since the Unix epoch */
  wallClock?(): number
  /** See `network-signals.ts`, and likewise for the next two */
  processorTime?(): number | undefined
  addresses?(): string[] | undefined
  platform?(onSignal: () => void): () => void
}

export interface NetworkWatchEvents {
  disturbance: CustomEvent<Disturbance>
}

/** Notices that the network has changed, or that this process has slept */
export class NetworkWatch extends TypedEventEmitter<NetworkWatchEvents> {
  private readonly timers: Timers
  private readonly wallClock: () => number
  private readonly processorTime: () => number | undefined
  private readonly addresses: () => string[] | undefined
  private readonly platform: (onSignal: () => void) => () => void
  private known?: string[]
  private before?: ClockReading
  private timer?: Timer
  private stopPlatform?: () => void

  constructor ({ timers = systemTimers, wallClock = Date.now, processorTime: used = processorTime, addresses = localAddresses, platform = watchPlatform }: NetworkWatchInit = {}) {
    super()

    this.timers = timers
    this.wallClock = wallClock
    this.processorTime = used
    this.addresses = addresses
    this.platform = platform
  }

  /** Idempotent */
  start (): void {
    if (this.timer == null) {
      this.known = this.addresses()
      this.before = this.readClocks()
      this.timer = this.timers.every(WATCH_INTERVAL, () => { this.look(false) })
      this.stopPlatform = this.platform(() => { this.look(true) })
    }
  }

  /** Idempotent */
  stop (): void {
    this.timer?.stop()
    this.timer = undefined
    this.stopPlatform?.()
    this.stopPlatform = undefined
  }

  /**
   * @param signalled - the platform reports a change
   */
  private look (signalled: boolean): void {
    const { before = this.readClocks(), known } = this
    const now = this.readClocks()
    const addresses = this.addresses()
    const slept = sleptFor(before, now, WATCH_INTERVAL)
    const changed = addresses?.join() !== known?.join()

    this.before = now
    this.known = addresses

    if (slept > 0 || signalled || changed) {
      this.safeDispatchEvent('disturbance', {
        detail: {
          slept,
          changed,
          removed: addresses == null ? undefined : known?.filter(address => !addresses.includes(address)),
          online: addresses?.length !== 0
        }
      })
    }
  }

  private readClocks (): ClockReading {
    return { monotonic: this.timers.now(), wall: this.wallClock(), used: this.processorTime() }
  }
}
