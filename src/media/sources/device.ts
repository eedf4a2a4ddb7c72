import { DeviceProcess } from '../device/device-process.ts'
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
   * The environment of the device's process
   *
   * @default that of this process
   */
  env?: NodeJS.ProcessEnv
}

/** The system's default microphone */
class DeviceInput implements AudioInput {
  private readonly fifo = new FrameFifo(FIFO)
  private device?: DeviceProcess
  private ended = false

  async open (init: DeviceInputInit): Promise<void> {
    this.device = await DeviceProcess.open('microphone', {
      ...init,
      onFrame: (frame) => { this.fifo.push(frame) },
      onEnd: () => { this.ended = true }
    })
  }

  read (): Int16Array | undefined {
    return this.ended ? undefined : this.fifo.shift() ?? silentFrame()
  }

  async stop (): Promise<void> {
    await this.device?.stop()
  }
}

/**
 * Opens the system's default microphone
 *
 * @throws {NoDeviceError} if there is none; its message suggests what to do
 */
export async function openDeviceInput (init: DeviceInputInit = {}): Promise<AudioInput> {
  const input = new DeviceInput()

  await input.open(init)

  return input
}
