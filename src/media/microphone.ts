import { SafeEventEmitter } from '../safe-event-emitter.ts'
import type { MicrophoneProblem } from './device-problem.ts'
import type { TypedEventTarget } from 'main-event'

/** What a microphone is made of; `none` is listen-only */
export type MicrophoneKind = 'mic' | 'wav' | 'tone' | 'raw' | 'silence' | 'none'

export interface MicrophoneEvents {
  /** A finite source has no more sound. Its track lives on, silent, until `stop()` */
  end: CustomEvent<void>

  /** Muted (true) or unmuted */
  'mute:change': CustomEvent<boolean>

  /** Speech has begun (true) or ended; never while muted */
  'speaking:change': CustomEvent<boolean>
}

/**
 * Where one's own voice comes from: one track, captured once and shared by all
 * links.
 */
export interface Microphone extends TypedEventTarget<MicrophoneEvents> {
  readonly kind: MicrophoneKind

  /** The one track; `undefined` when listening only */
  readonly track: MediaStreamTrack | undefined

  /** Why there is no track, in words for the user */
  readonly reason?: string

  /** The same in a word */
  readonly problem?: MicrophoneProblem

  /** True if no sound leaves */
  readonly muted: boolean

  /** True once a finite source has no more sound */
  readonly ended: boolean

  /** How loud one is: linear, 0 (silence, or muted) to 1 (full scale) */
  readonly level: number

  /** True while one speaks and is not muted */
  readonly speaking: boolean

  /** Silence every link at once */
  mute(): void

  /** Be heard again */
  unmute(): void

  /** Let go of the device, file or stream and end the track. Calling it twice is harmless */
  stop(): Promise<void>
}

/** No microphone: listen only. Muting is remembered and changes nothing */
export class ListenOnlyMicrophone extends SafeEventEmitter<MicrophoneEvents> implements Microphone {
  readonly kind: MicrophoneKind
  readonly track = undefined
  readonly reason: string
  readonly problem: MicrophoneProblem
  readonly ended = false
  readonly level = 0
  readonly speaking = false
  muted = false

  /**
   * @param reason - why, in words for the user
   * @param kind - what was asked for
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

  private setMuted (muted: boolean): void {
    if (this.muted !== muted) {
      this.muted = muted
      this.safeDispatchEvent('mute:change', { detail: muted })
    }
  }
}
