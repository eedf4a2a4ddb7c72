import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { createAudioSink } from '../webrtc/index.ts'
import { toFrame } from './frame.ts'
import { LevelMeter } from './level-meter.ts'
import type { AudioSink, AudioSinkData } from '../webrtc/index.ts'
import type { Logger } from '@libp2p/interface'

/**
 * Receives frames (480 samples, 48 kHz mono). All listeners share a frame: copy it
 * before changing it.
 */
export type FrameListener = (frame: Int16Array) => void

export interface AudioReceiverEvents {
  /** Speech has started (true) or stopped */
  'speaking:change': CustomEvent<boolean>
}

export interface AudioReceiverInit {
  log?: Logger
}

/**
 * Listens to a remote track, measures it and passes its frames on: to a recorder, the
 * speakers, another link
 */
export class AudioReceiver extends SafeEventEmitter<AudioReceiverEvents> {
  readonly track: MediaStreamTrack

  private readonly listeners = new Set<FrameListener>()
  private readonly meter = new LevelMeter()
  private readonly sink: AudioSink
  private readonly log?: Logger
  private stopped = false

  constructor (track: MediaStreamTrack, init: AudioReceiverInit = {}) {
    super(init.log)

    this.track = track
    this.log = init.log
    this.sink = createAudioSink(track, (data) => { this.onData(data) })
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
   * Passes every frame to `listener` from now on
   *
   * @returns call this to stop
   */
  listen (listener: FrameListener): () => void {
    // the same function may be added twice
    const added: FrameListener = (frame) => { listener(frame) }

    this.listeners.add(added)

    return () => {
      this.listeners.delete(added)
    }
  }

  /** Stops listening; idempotent */
  stop (): void {
    if (this.stopped) {
      return
    }

    this.stopped = true
    this.sink.stop()
    this.listeners.clear()

    if (this.meter.reset()) {
      this.safeDispatchEvent('speaking:change', { detail: false })
    }
  }

  private onData (data: AudioSinkData): void {
    if (this.stopped) {
      return
    }

    const frame = toFrame(data)

    if (frame == null) {
      this.log?.trace('dropped %d samples at %d Hz', data.samples.length, data.sampleRate)

      return
    }

    if (this.meter.push(frame)) {
      this.safeDispatchEvent('speaking:change', { detail: this.meter.speaking })
    }

    for (const listener of this.listeners) {
      try {
        listener(frame)
      } catch (err: any) {
        this.listeners.delete(listener)
        this.log?.error('a listener failed and was removed - %e', err)
      }
    }
  }
}
