import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { DeviceLine } from './device/device-line.ts'
import { NoDeviceError } from './errors.ts'
import { checkFrame } from './frame.ts'
import type { DeviceChange } from './device/device-line.ts'
import type { AudioReceiver } from './receiver.ts'
import type { Logger } from '@libp2p/interface'
import type { TypedEventTarget } from 'main-event'

export interface SpeakersEvents {
  /** The browser waits for a user gesture before it plays (true), or plays now */
  'blocked:change': CustomEvent<boolean>

  /** Another device is in use: it was chosen, the one before was disconnected, or the chosen one is back. Node only */
  'device:change': CustomEvent<DeviceChange>

  /** Another device can't be used, and the one before still is; the message is for the user. Node only */
  'device:problem': CustomEvent<Error>
}

/** The system's loudspeakers or headphones */
export interface Speakers extends TypedEventTarget<SpeakersEvents> {
  /** True until `stop()`, or until the device is gone */
  readonly open: boolean

  /** True while a browser waits for a user gesture before it plays: call `resume()` then */
  readonly blocked: boolean

  /** Plays what is received from `id`, mixed with the others; replaces its previous audio */
  add(id: string, audio: AudioReceiver): void

  /** Plays 10 ms (480 samples, 48 kHz mono) of the voice of `id`, mixed with the others. Node only */
  play(id: string, frame: Int16Array): void

  /** Stops playing the voice of `id` */
  remove(id: string): void

  /** Sets how loud `id` is played: 0 to 1 */
  setVolume(id: string, volume: number): void

  /** Silences everyone (true), or nobody */
  setSilenced(silenced: boolean): void

  /** Plays through another device: an id of `enumerateDevices()` in browsers, and of `listDevices()` in Node; `''` for the system's default */
  setDevice(device: string): void

  /** To be called on a user gesture: starts what was blocked */
  resume(): void

  /** Releases the device; idempotent */
  stop(): Promise<void>
}

/** Speakers, or the reason why there are none, in words for the user */
export type SpeakersResult = { speakers: Speakers, reason?: undefined } | { speakers?: undefined, reason: string }

export interface OpenSpeakersInit {
  log?: Logger
  signal?: AbortSignal

  /**
   * Id of the device, see `setDevice`. If it isn't there, it is the system's default
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

class DeviceSpeakers extends SafeEventEmitter<SpeakersEvents> implements Speakers {
  readonly blocked = false
  open = true
  line?: DeviceLine

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
      this.line?.send({ type: 'play', id, samples: volume === 1 ? frame : frame.map(sample => sample * volume) })
    }
  }

  remove (id: string): void {
    this.listening.get(id)?.()
    this.listening.delete(id)
    this.volumes.delete(id)
    this.line?.send({ type: 'remove', id })
  }

  setVolume (id: string, volume: number): void {
    this.volumes.set(id, Math.min(1, Math.max(0, volume)))
  }

  setSilenced (silenced: boolean): void {
    this.silenced = silenced
  }

  setDevice (device: string): void {
    this.line?.setDevice(device === '' ? undefined : device)
  }

  resume (): void {}

  async stop (): Promise<void> {
    this.open = false
    this.listening.forEach(stop => { stop() })
    this.listening.clear()
    await this.line?.stop()
  }
}

/** Opens the speakers: the system's default, unless another device is named */
export async function openSpeakers ({ device, ...init }: OpenSpeakersInit = {}): Promise<SpeakersResult> {
  const speakers = new DeviceSpeakers(init.log)

  try {
    const line = await DeviceLine.open('speakers', device, init)
    line.addEventListener('end', () => { speakers.open = false })
    line.addEventListener('change', ({ detail }) => { speakers.safeDispatchEvent('device:change', { detail }) })
    line.addEventListener('problem', ({ detail }) => { speakers.safeDispatchEvent('device:problem', { detail }) })
    speakers.line = line
  } catch (err: any) {
    if (err instanceof NoDeviceError) {
      return { reason: err.message }
    }

    throw err
  }

  return { speakers }
}
