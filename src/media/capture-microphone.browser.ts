import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { TrackMeter } from './track-meter.browser.ts'
import { changeFilters } from './voice/voice-filters.ts'
import type { Microphone, MicrophoneEvents, MicrophoneKind } from './microphone.ts'
import type { VoiceFilters } from './voice/voice-filters.ts'
import type { VoiceGraph } from './voice/voice-graph.browser.ts'
import type { Logger } from '@libp2p/interface'

export interface CaptureMicrophoneInit {
  kind: MicrophoneKind
  track: MediaStreamTrack
  log?: Logger
  /** Called once when it stops */
  onStop?(): void
}

/**
 * A microphone captured by the browser
 */
export class CaptureMicrophone extends SafeEventEmitter<MicrophoneEvents> implements Microphone {
  readonly kind: MicrophoneKind
  muted = false
  ended = false
  speaking = false
  filters: VoiceFilters = {}

  private readonly captured: MediaStreamTrack
  private readonly init: CaptureMicrophoneInit
  /** A copy of the track that muting doesn't silence, to notice speech that nobody hears */
  private readonly measured: MediaStreamTrack
  private readonly meter: TrackMeter
  private graph?: VoiceGraph
  private changing: Promise<void> = Promise.resolve()
  private stopped = false

  constructor (init: CaptureMicrophoneInit) {
    super(init.log)

    this.init = init
    this.kind = init.kind
    this.captured = init.track
    this.measured = init.track.clone()
    this.meter = new TrackMeter(this.measured, () => { this.updateSpeaking() })
    // fires when the device is unplugged or the permission revoked, not after stop()
    this.captured.onended = () => { this.onEnded() }
  }

  /** What the device captures, or what remains of that after filters */
  get track (): MediaStreamTrack {
    return this.graph?.track ?? this.captured
  }

  get level (): number {
    return this.muted ? 0 : this.graph == null ? this.meter.level : 10 ** (this.graph.level / 20)
  }

  get activated (): boolean {
    return this.graph?.open !== false
  }

  get unheard (): boolean {
    return this.muted && this.meter.speaking
  }

  async setFilters (changes: VoiceFilters): Promise<void> {
    const changed = this.changing.then(async () => this.applyFilters(changeFilters(this.filters, changes)))

    this.changing = changed.catch(() => {})
    await changed
  }

  mute (): void {
    this.setMuted(true)
  }

  unmute (): void {
    this.setMuted(false)
  }

  async stop (): Promise<void> {
    if (this.stopped) {
      return
    }

    this.stopped = true
    this.captured.onended = null
    this.captured.stop()
    this.measured.stop()
    this.meter.stop()
    this.init.onStop?.()
    await this.graph?.stop()
  }

  private onEnded (): void {
    this.ended = true
    this.init.log?.('the microphone is no longer available')
    this.safeDispatchEvent('end')
  }

  private setMuted (muted: boolean): void {
    if (this.muted !== muted) {
      this.muted = muted
      this.enableTracks()
      this.safeDispatchEvent('mute:change', { detail: muted })
      this.updateSpeaking()
    }
  }

  /** Loads what filters need only when there are any */
  private async applyFilters (filters: VoiceFilters): Promise<void> {
    const before = this.graph

    if (filters.noiseSuppression !== true && filters.activation == null) {
      this.graph = undefined
    } else if (before != null) {
      await before.setFilters(filters)
    } else if (!this.stopped) {
      const { VoiceGraph } = await import('./voice/voice-graph.browser.ts')
      this.graph = await VoiceGraph.create(this.captured, filters, () => { this.updateSpeaking() })
    }

    this.filters = filters

    if (this.stopped) {
      await this.graph?.stop()
    } else if (this.graph !== before) {
      this.enableTracks()
      this.safeDispatchEvent('track:change')
      this.updateSpeaking()
      await (this.graph == null ? before?.stop() : undefined)
    }
  }

  private enableTracks (): void {
    this.captured.enabled = !this.muted

    if (this.graph != null) {
      this.graph.track.enabled = !this.muted
    }
  }

  private updateSpeaking (): void {
    const speaking = this.meter.speaking && this.activated && !this.muted

    if (this.speaking !== speaking) {
      this.speaking = speaking
      this.safeDispatchEvent('speaking:change', { detail: speaking })
    }
  }
}
