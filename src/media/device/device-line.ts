import { SafeEventEmitter } from '../../safe-event-emitter.ts'
import { listDevices, watchDevices } from './device-list.ts'
import { DeviceProcess } from './device-process.ts'
import { nextDevice } from './next-device.ts'
import type { AudioDevice } from './audio-device.ts'
import type { DeviceProcessInit } from './device-process.ts'
import type { ToDevice } from './messages.ts'
import type { DeviceChangeReason } from './next-device.ts'
import type { AbortOptions } from '@libp2p/interface'

/** ms that a device must have worked for another to be tried when it fails */
const WORKED = 2_000

/** Another device is used from now on */
export interface DeviceChange {
  /** Name of the device, for people */
  name: string
  reason: DeviceChangeReason
}

export interface DeviceLineEvents {
  /** Another device is in use */
  change: CustomEvent<DeviceChange>
  /** Another device can't be used; the one before still is */
  problem: CustomEvent<Error>
  /** No device can be used any more */
  end: CustomEvent<void>
}

export type DeviceLineInit = Pick<DeviceProcessInit, 'env' | 'log' | 'onFrame'>

/**
 * The way to a microphone or to speakers, whichever device that is at the moment: when
 * the chosen one is disconnected, the system's default takes its place until it returns.
 */
export class DeviceLine extends SafeEventEmitter<DeviceLineEvents> {
  private readonly role: 'microphone' | 'speakers'
  private readonly init: DeviceLineInit
  private chosen?: string
  private used?: string
  private process?: DeviceProcess
  private openedAt = 0
  private devices: AudioDevice[] = []
  private stopWatching?: () => void
  private stopped = false
  private queue: Promise<void> = Promise.resolve()

  private constructor (role: 'microphone' | 'speakers', init: DeviceLineInit) {
    super(init.log)
    this.role = role
    this.init = init
  }

  /**
   * Opens a device; the system's default if this one isn't there
   *
   * @param role
   * @param chosen - id of a device; `undefined` for the system's default
   * @throws {NoDeviceError} if none can be used
   */
  static async open (role: 'microphone' | 'speakers', chosen: string | undefined, { signal, ...init }: DeviceLineInit & AbortOptions = {}): Promise<DeviceLine> {
    const line = new DeviceLine(role, init)
    line.chosen = chosen

    const opening = (async () => {
      if (chosen != null) {
        await line.look(signal)
      }

      await line.use(nextDevice(line.situation)?.device, signal)
    })()

    // devices that come and go meanwhile have to wait
    line.queue = opening.catch(() => {})

    try {
      await opening
    } catch (err) {
      await line.stop()
      throw err
    }

    return line
  }

  send (message: ToDevice): void {
    this.process?.send(message)
  }

  /**
   * Uses another device from now on
   *
   * @param chosen - its id; `undefined` for the system's default
   */
  setDevice (chosen: string | undefined): void {
    this.enqueue(async () => {
      this.chosen = chosen
      await this.look()
      const next = nextDevice(this.situation)

      if (next != null) {
        await this.change(next.device, chosen === next.device ? 'chosen' : 'lost')
      }
    })
  }

  /** Releases the device; idempotent */
  async stop (): Promise<void> {
    this.stopped = true
    this.stopWatching?.()
    await this.queue
    await this.process?.stop()
  }

  private get situation (): Parameters<typeof nextDevice>[0] {
    return { chosen: this.chosen, used: this.used, working: this.process != null, available: this.devices.filter(({ kind }) => kind === this.kind).map(({ id }) => id) }
  }

  private get kind (): AudioDevice['kind'] {
    return this.role === 'microphone' ? 'input' : 'output'
  }

  /** Finds out which devices there are, and about changes from then on */
  private async look (signal?: AbortSignal): Promise<void> {
    const { env, log } = this.init

    this.stopWatching ??= watchDevices(devices => { this.onDevices(devices) }, { env, log })
    this.devices = await listDevices({ env, log, signal })
  }

  private onDevices (devices: AudioDevice[]): void {
    this.enqueue(async () => {
      this.devices = devices
      await this.settle()
    })
  }

  /** The default device may also just have failed for a moment, as when the sound system restarts */
  private onExit (process: DeviceProcess): void {
    this.enqueue(async () => {
      if (process !== this.process) {
        return
      }

      this.process = undefined

      if (performance.now() - this.openedAt < WORKED) {
        this.safeDispatchEvent('end')
      } else {
        await this.look()
        await this.settle()
      }
    })
  }

  private async settle (): Promise<void> {
    const next = nextDevice(this.situation)

    if (next != null) {
      await this.change(next.device, next.reason)
    }
  }

  private async change (device: string | undefined, reason: DeviceChangeReason): Promise<void> {
    await this.use(device)
    const name = this.devices.find(({ id, kind, isDefault }) => kind === this.kind && (device == null ? isDefault : id === device))?.name

    if (!this.stopped) {
      this.safeDispatchEvent('change', { detail: { name: name ?? 'the system\'s default', reason } })
    }
  }

  /** Opens a device before it lets the previous one go, so that the gap is short */
  private async use (device: string | undefined, signal?: AbortSignal): Promise<void> {
    const previous = this.process
    const opened: DeviceProcess = await DeviceProcess.open(this.role, {
      ...this.init,
      signal,
      device,
      onFrame: frame => {
        if (this.process === opened) {
          this.init.onFrame?.(frame)
        }
      },
      onEnd: () => { this.onExit(opened) }
    })

    this.process = opened
    this.used = device
    this.openedAt = performance.now()
    await previous?.stop()
  }

  private enqueue (work: () => Promise<void>): void {
    this.queue = this.queue.then(async () => {
      if (!this.stopped) {
        await work()
      }
    }).catch(err => {
      this.init.log?.('no %s can be used - %e', this.role, err)

      if (this.stopped) {
        return
      }

      if (this.process == null) {
        this.safeDispatchEvent('end')
      } else {
        this.safeDispatchEvent('problem', { detail: err })
      }
    })
  }
}
