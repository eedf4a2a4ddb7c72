/**
 * Browser twin of `receiver.ts`: measures by Web Audio, and hands out no frames
 */

import { InvalidParametersError } from '@libp2p/interface'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { TrackMeter } from './track-meter.browser.ts'
import type { AudioReceiverEvents, AudioReceiverInit } from './receiver.ts'

/**
 * Measures a remote track. It is heard by an `<audio>` element, see
 * `openSpeakers`; Chromium gives Web Audio silence until one plays it.
 */
export class AudioReceiver extends SafeEventEmitter<AudioReceiverEvents> {
  readonly track: MediaStreamTrack

  /** Node only */
  readonly frames = 0

  private readonly meter: TrackMeter
  private stopped = false

  constructor (track: MediaStreamTrack, init: AudioReceiverInit = {}) {
    super(init.log)

    this.track = track
    this.meter = new TrackMeter(track, speaking => { this.safeDispatchEvent('speaking:change', { detail: speaking }) })
  }

  /** How loud it is: linear, 0 (silence) to 1 (full scale) */
  get level (): number {
    return this.meter.level
  }

  /** True while somebody speaks */
  get speaking (): boolean {
    return this.meter.speaking
  }

  /**
   * Node only
   *
   * @throws {InvalidParametersError} always
   */
  listen (): never {
    throw new InvalidParametersError('Frames are handed out in Node only: use the track in a browser')
  }

  /** Calling it twice is harmless */
  stop (): void {
    if (!this.stopped) {
      this.stopped = true
      this.meter.stop()
    }
  }
}
