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

  private readonly init: CaptureMicrophoneInit
  private readonly meter: TrackMeter
  private stopped = false

  constructor (init: CaptureMicrophoneInit) {
    super(init.log)

    this.init = init
    this.kind = init.kind
    this.track = init.track
    this.meter = new TrackMeter(init.track, speaking => { this.safeDispatchEvent('speaking:change', { detail: speaking }) })
    // fires when the device is unplugged or the permission revoked, not after stop()
    this.track.onended = () => { this.onEnded() }
  }

  get level (): number {
    return this.muted ? 0 : this.meter.level
  }

  get speaking (): boolean {
    return this.meter.speaking
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
    }
  }
}
