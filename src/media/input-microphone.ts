import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { createAudioSource } from '../webrtc/index.ts'
import { sharedClock } from './frame-clock.ts'
import { checkFrame, FULL_SCALE, silentFrame, toInt16 } from './frame.ts'
import { LevelMeter } from './level-meter.ts'
import { loadNoiseFilter } from './voice/load-noise-filter.ts'
import { VoiceChain } from './voice/voice-chain.ts'
import { changeFilters } from './voice/voice-filters.ts'
import type { FrameClock } from './frame-clock.ts'
import type { Microphone, MicrophoneEvents, MicrophoneKind } from './microphone.ts'
import type { AudioInput } from './sources/input.ts'
import type { VoiceFilters } from './voice/voice-filters.ts'
import type { AudioSource } from '../webrtc/index.ts'
import type { Logger } from '@libp2p/interface'

export interface InputMicrophoneInit {
  kind: MicrophoneKind
  input: AudioInput
  log?: Logger

  /**
   * Ticks every 10 ms
   *
   * @default the clock that the process shares
   */
  clock?: FrameClock

  /**
   * Where the frames go
   *
   * @default a new source of the WebRTC implementation
   */
  source?: AudioSource
}

/**
 * A microphone that is fed from an {@link AudioInput}; the one that Node uses
 */
export class InputMicrophone extends SafeEventEmitter<MicrophoneEvents> implements Microphone {
  readonly kind: MicrophoneKind
  readonly track: MediaStreamTrack
  readonly notice?: string
  muted = false
  ended = false
  failure?: Error
  filters: VoiceFilters = {}

  private readonly input: AudioInput
  private readonly source: AudioSource
  private readonly log?: Logger
  private readonly chain = new VoiceChain()
  private readonly meter = new LevelMeter()
  /** Measures what isn't sent while muted */
  private readonly mutedMeter = new LevelMeter()
  private readonly leaveClock: () => void
  private stopping?: Promise<void>

  constructor (init: InputMicrophoneInit) {
    super(init.log)

    this.kind = init.kind
    this.input = init.input
    this.notice = init.input.notice
    this.log = init.log
    this.source = init.source ?? createAudioSource()
    this.track = this.source.createTrack()
    init.input.line?.addEventListener('change', ({ detail }) => { this.safeDispatchEvent('device:change', { detail }) })
    this.leaveClock = (init.clock ?? sharedClock).add(() => { this.tick() })
  }

  get level (): number {
    return this.meter.level
  }

  get speaking (): boolean {
    return this.meter.speaking
  }

  get unheard (): boolean {
    return this.muted && !this.ended && this.mutedMeter.speaking
  }

  get activated (): boolean {
    return this.chain.open
  }

  async setFilters (changes: VoiceFilters): Promise<void> {
    const filters = changeFilters(this.filters, changes)
    const noise = filters.noiseSuppression !== true ? undefined : this.chain.noise ?? await loadNoiseFilter()

    this.filters = filters
    this.chain.noise = noise
    this.chain.setActivation(filters.activation)
  }

  mute (): void {
    this.setMuted(true)
  }

  unmute (): void {
    this.setMuted(false)
  }

  async stop (): Promise<void> {
    this.stopping ??= this.release()

    await this.stopping
  }

  private async release (): Promise<void> {
    this.leaveClock()
    this.meter.reset()
    // a track that isn't stopped keeps the process alive
    this.track.stop()

    await this.input.stop?.()
  }

  private setMuted (muted: boolean): void {
    if (this.muted === muted) {
      return
    }

    this.muted = muted
    this.track.enabled = !muted

    const silenced = muted && this.meter.reset()
    this.mutedMeter.reset()

    this.log?.('%s', muted ? 'muted' : 'unmuted')
    this.safeDispatchEvent('mute:change', { detail: muted })

    if (silenced) {
      this.safeDispatchEvent('speaking:change', { detail: false })
    }
  }

  private tick (): void {
    const frame = this.filtered(this.next())

    // disabling the track would be enough; without the samples, no mistake elsewhere
    // can let them through
    const audible = this.muted || frame == null ? silentFrame() : frame

    this.source.push(audible)

    if (this.muted && frame != null) {
      this.mutedMeter.push(frame)
    }

    if (this.meter.push(audible)) {
      this.safeDispatchEvent('speaking:change', { detail: this.meter.speaking })
    }
  }

  private filtered (frame: Int16Array | undefined): Int16Array | undefined {
    return frame == null || !this.chain.active ? frame : Int16Array.from(this.chain.process(Float32Array.from(frame, sample => sample / FULL_SCALE)), toInt16)
  }

  /** Reads on while muted, so that what was said then isn't heard later */
  private next (): Int16Array | undefined {
    if (this.ended) {
      return undefined
    }

    let frame: Int16Array | undefined

    try {
      frame = this.input.read()

      if (frame != null) {
        checkFrame(frame)
      }
    } catch (err: any) {
      this.log?.error('the audio input failed - %e', err)
      this.failure = err
      frame = undefined
    }

    if (frame == null) {
      this.ended = true
      this.log?.('the audio input has ended')
      this.safeDispatchEvent('end')
    }

    return frame
  }
}
