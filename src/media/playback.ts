import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { DeviceProcess } from './device/device-process.ts'
import { NoDeviceError } from './errors.ts'
import { checkFrame } from './frame.ts'
import type { AudioReceiver } from './receiver.ts'
import type { Logger } from '@libp2p/interface'
import type { TypedEventTarget } from 'main-event'

export interface SpeakersEvents {
  /** A browser plays nothing before the user has done something (true), or plays now */
  'blocked:change': CustomEvent<boolean>
}

/** The system's loudspeakers or headphones */
export interface Speakers extends TypedEventTarget<SpeakersEvents> {
  /** True until `stop()`, or until the device went away */
  readonly open: boolean

  /** True while a browser wants the user to do something before it plays: call `resume()` then */
  readonly blocked: boolean

  /** Play what is received of `id`, mixed with the others, in the place of what was played of it before */
  add(id: string, audio: AudioReceiver): void

  /** Play 10 ms (480 samples, 48 kHz mono) of the voice of `id`, mixed with the others. Node only */
  play(id: string, frame: Int16Array): void

  /** The voice of `id` is over */
  remove(id: string): void

  /** How loud `id` is played: 0 to 1 */
  setVolume(id: string, volume: number): void

  /** Play nothing of anybody (true), or all again */
  setSilenced(silenced: boolean): void

  /** Play by another device, one of `enumerateDevices()`; browsers only, does nothing elsewhere */
  setDevice(device: string): void

  /** The user has done something: what was blocked plays now */
  resume(): void

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

class DeviceSpeakers extends SafeEventEmitter<SpeakersEvents> implements Speakers {
  readonly blocked = false
  open = true
  device?: DeviceProcess

  private readonly listening = new Map<string, () => void>()
  private readonly volumes = new Map<string, number>()
  private silenced = false

  add (id: string, audio: AudioReceiver): void {
    this.listening.get(id)?.()
    this.listening.set(id, audio.listen(frame => { this.play(id, frame) }))
  }

  play (id: string, frame: Int16Array): void {
    checkFrame(frame)

    if (!this.silenced) {
      const volume = this.volumes.get(id) ?? 1
      this.device?.send({ type: 'play', id, samples: volume === 1 ? frame : frame.map(sample => sample * volume) })
    }
  }

  remove (id: string): void {
    this.listening.get(id)?.()
    this.listening.delete(id)
    this.volumes.delete(id)
    this.device?.send({ type: 'remove', id })
  }

  setVolume (id: string, volume: number): void {
    this.volumes.set(id, Math.min(1, Math.max(0, volume)))
  }

  setSilenced (silenced: boolean): void {
    this.silenced = silenced
  }

  setDevice (): void {}

  resume (): void {}

  async stop (): Promise<void> {
    this.open = false
    this.listening.forEach(stop => { stop() })
    this.listening.clear()
    await this.device?.stop()
  }
}

/** Open the system's default speakers */
export async function openSpeakers (init: OpenSpeakersInit = {}): Promise<SpeakersResult> {
  const speakers = new DeviceSpeakers(init.log)

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
