import { DeviceProcess } from './device/device-process.ts'
import { NoDeviceError } from './errors.ts'
import { checkFrame } from './frame.ts'
import type { Logger } from '@libp2p/interface'

/** The system's loudspeakers or headphones */
export interface Speakers {
  /** True until `stop()`, or until the device went away */
  readonly open: boolean

  /** Play 10 ms (480 samples, 48 kHz mono) of the voice of `id`, mixed with the others */
  play(id: string, frame: Int16Array): void

  /** The voice of `id` is over */
  remove(id: string): void

  /** Let go of the device. Calling it twice is harmless */
  stop(): Promise<void>
}

/** Speakers, or why there are none, in words for the user */
export type SpeakersResult = { speakers: Speakers, reason?: undefined } | { speakers?: undefined, reason: string }

export interface OpenSpeakersInit {
  log?: Logger
  signal?: AbortSignal

  /**
   * The environment of the device's process
   *
   * @default that of this process
   */
  env?: NodeJS.ProcessEnv
}

class DeviceSpeakers implements Speakers {
  open = true
  device?: DeviceProcess

  play (id: string, frame: Int16Array): void {
    checkFrame(frame)
    this.device?.send({ type: 'play', id, samples: frame })
  }

  remove (id: string): void {
    this.device?.send({ type: 'remove', id })
  }

  async stop (): Promise<void> {
    this.open = false
    await this.device?.stop()
  }
}

/** Open the system's default speakers */
export async function openSpeakers (init: OpenSpeakersInit = {}): Promise<SpeakersResult> {
  const speakers = new DeviceSpeakers()

  try {
    speakers.device = await DeviceProcess.open('speakers', {
      ...init,
      onEnd: () => { speakers.open = false }
    })
  } catch (err: any) {
    if (err instanceof NoDeviceError) {
      return { reason: err.message }
    }

    throw err
  }

  return { speakers }
}
