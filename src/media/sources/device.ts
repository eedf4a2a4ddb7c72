import { DeviceLine } from '../device/device-line.ts'
import { FrameFifo } from '../frame-fifo.ts'
import { silentFrame } from '../frame.ts'
import type { AudioInput } from './input.ts'
import type { Logger } from '@libp2p/interface'

/** The first audio is read after 20 ms, because the device delivers blocks; at most 100 ms are held */
const FIFO = { prefill: 2, capacity: 10 }

export interface DeviceInputInit {
  log?: Logger
  signal?: AbortSignal

  /**
   * Id of a microphone
   *
   * @default that of the system
   */
  device?: string

  /**
   * The environment of the device's process
   *
   * @default that of this process
   */
  env?: NodeJS.ProcessEnv
}

/** A microphone of this machine */
class DeviceInput implements AudioInput {
  private readonly fifo = new FrameFifo(FIFO)
  line?: DeviceLine
  private ended = false

  async open ({ device, ...init }: DeviceInputInit): Promise<void> {
    this.line = await DeviceLine.open('microphone', device, { ...init, onFrame: (frame) => { this.fifo.push(frame) } })
    this.line.addEventListener('end', () => { this.ended = true })
  }

  read (): Int16Array | undefined {
    return this.ended ? undefined : this.fifo.shift() ?? silentFrame()
  }

  async stop (): Promise<void> {
    await this.line?.stop()
  }
}

/**
 * Opens a microphone, or the system's default if this one isn't there
 *
 * @throws {NoDeviceError} if there is none; its message suggests what to do
 */
export async function openDeviceInput (init: DeviceInputInit = {}): Promise<AudioInput> {
  const input = new DeviceInput()

  await input.open(init)

  return input
}
