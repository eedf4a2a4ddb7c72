import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { TrackMeter } from './track-meter.browser.ts'
import type { Microphone, MicrophoneEvents, MicrophoneKind } from './microphone.ts'
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
  readonly track: MediaStreamTrack
  muted = false
  ended = false
  speaking = false

  private readonly init: CaptureMicrophoneInit
  /** A copy of the track that muting doesn't silence, to notice speech that nobody hears */
  private readonly measured: MediaStreamTrack
  private readonly meter: TrackMeter
  private stopped = false

  constructor (init: CaptureMicrophoneInit) {
    super(init.log)

    this.init = init
    this.kind = init.kind
    this.track = init.track
    this.measured = init.track.clone()
    this.meter = new TrackMeter(this.measured, () => { this.updateSpeaking() })
    // fires when the device is unplugged or the permission revoked, not after stop()
    this.track.onended = () => { this.onEnded() }
  }

  get level (): number {
    return this.muted ? 0 : this.meter.level
  }

  get unheard (): boolean {
    return this.muted && this.meter.speaking
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
    this.track.onended = null
    this.track.stop()
    this.measured.stop()
    this.meter.stop()
    this.init.onStop?.()
  }

  private onEnded (): void {
    this.ended = true
    this.init.log?.('the microphone is no longer available')
    this.safeDispatchEvent('end')
  }

  private setMuted (muted: boolean): void {
    if (this.muted !== muted) {
      this.muted = muted
      this.track.enabled = !muted
      this.safeDispatchEvent('mute:change', { detail: muted })
      this.updateSpeaking()
    }
  }

  private updateSpeaking (): void {
    const speaking = this.meter.speaking && !this.muted

    if (this.speaking !== speaking) {
      this.speaking = speaking
      this.safeDispatchEvent('speaking:change', { detail: speaking })
    }
  }
}
