/**
 * Browser twin of `receiver.ts`: measures with Web Audio, and provides no frames
 */

import { InvalidParametersError } from '@libp2p/interface'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { TrackMeter } from './track-meter.browser.ts'
import type { AudioReceiverEvents, AudioReceiverInit } from './receiver.ts'

/**
 * Measures a remote track. An `<audio>` element plays it, see `openSpeakers`; until
 * then, Chromium gives Web Audio silence.
 */
export class AudioReceiver extends SafeEventEmitter<AudioReceiverEvents> {
  readonly track: MediaStreamTrack

  private readonly meter: TrackMeter
  private stopped = false

  constructor (track: MediaStreamTrack, init: AudioReceiverInit = {}) {
    super(init.log)

    this.track = track
    this.meter = new TrackMeter(track, speaking => { this.safeDispatchEvent('speaking:change', { detail: speaking }) })
  }

  /** How loud the voice is: linear, 0 (silence) to 1 (full scale) */
  get level (): number {
    return this.meter.level
  }

  /** True while there is speech */
  get speaking (): boolean {
    return this.meter.speaking
  }

  /**
   * Node only
   *
   * @throws {InvalidParametersError} always
   */
  listen (): never {
    throw new InvalidParametersError('Only Node provides frames: use the track in a browser')
  }

  /** Stops measuring; idempotent */
  stop (): void {
    if (!this.stopped) {
      this.stopped = true
      this.meter.stop()
    }
  }
}
