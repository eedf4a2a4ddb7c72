import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { changeFilters } from './voice/voice-filters.ts'
import type { DeviceChange } from './device/device-line.ts'
import type { MicrophoneProblem } from './device-problem.ts'
import type { VoiceFilters } from './voice/voice-filters.ts'
import type { TypedEventTarget } from 'main-event'

/** The source of a microphone; `none` is listen-only */
export type MicrophoneKind = 'mic' | 'wav' | 'tone' | 'raw' | 'frames' | 'track' | 'silence' | 'none'

export interface MicrophoneEvents {
  /** A finite source has ended, or failed. Its track stays, silent, until `stop()` */
  end: CustomEvent<void>

  /** Another device is in use, because the one before was disconnected, or the chosen one is back. Node only */
  'device:change': CustomEvent<DeviceChange>

  /** Another track is to be sent from now on, because filters were switched on or off. Browsers only */
  'track:change': CustomEvent<void>

  /** Muted (true) or unmuted */
  'mute:change': CustomEvent<boolean>

  /** Speech has started (true) or stopped; never while muted */
  'speaking:change': CustomEvent<boolean>
}

/**
 * The source of the local voice: a track, captured once and shared by all links
 */
export interface Microphone extends TypedEventTarget<MicrophoneEvents> {
  readonly kind: MicrophoneKind

  /** The shared track; `undefined` if listen-only */
  readonly track: MediaStreamTrack | undefined

  /** Why there is no track, in words for the user */
  readonly reason?: string

  /** The same in a word */
  readonly problem?: MicrophoneProblem

  /** What to tell the user about a source that can be used, but not entirely */
  readonly notice?: string

  /** True if no audio is sent */
  readonly muted: boolean

  /** True once a finite source has ended, or a device is gone */
  readonly ended: boolean

  /** Why the source ended early, if it failed; the message is for the user */
  readonly failure?: Error

  /** How loud the voice is: linear, 0 (silence, or muted) to 1 (full scale) */
  readonly level: number

  /** True while there is speech and it isn't muted */
  readonly speaking: boolean

  /** True while there is speech that nobody hears, because it is muted */
  readonly unheard: boolean

  /** What is done with the voice before it is sent */
  readonly filters: VoiceFilters

  /** False while the voice is quieter than the threshold of its activation, so that silence is sent */
  readonly activated: boolean

  /**
   * Changes some filters, also during a call
   *
   * @throws {VoiceFilterError} if noise can't be suppressed here; nothing has changed then
   * @throws {InvalidParametersError} if the threshold of activation is out of range
   */
  setFilters(changes: VoiceFilters): Promise<void>

  /** Sends silence over every link at once */
  mute(): void

  /** Sends the voice again */
  unmute(): void

  /** Releases the device, file or stream and ends the track; idempotent */
  stop(): Promise<void>
}

/** No microphone: listen-only. Muting is remembered, but changes nothing */
export class ListenOnlyMicrophone extends SafeEventEmitter<MicrophoneEvents> implements Microphone {
  readonly kind: MicrophoneKind
  readonly track = undefined
  readonly reason: string
  readonly problem: MicrophoneProblem
  readonly ended = false
  readonly level = 0
  readonly speaking = false
  readonly unheard = false
  readonly activated = true
  muted = false
  filters: VoiceFilters = {}

  /**
   * @param reason - why, in words for the user
   * @param kind - what was requested
   * @param problem - why, in a word
   */
  constructor (reason: string, kind: MicrophoneKind = 'none', problem: MicrophoneProblem = kind === 'none' ? 'chosen' : 'failed') {
    super()

    this.reason = reason
    this.kind = kind
    this.problem = problem
  }

  mute (): void {
    this.setMuted(true)
  }

  unmute (): void {
    this.setMuted(false)
  }

  async stop (): Promise<void> {}

  async setFilters (changes: VoiceFilters): Promise<void> {
    this.filters = changeFilters(this.filters, changes)
  }

  private setMuted (muted: boolean): void {
    if (this.muted !== muted) {
      this.muted = muted
      this.safeDispatchEvent('mute:change', { detail: muted })
    }
  }
}
