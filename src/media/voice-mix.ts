import { createAudioSink, createAudioSource } from '../webrtc/index.ts'
import { sharedClock } from './frame-clock.ts'
import { FRAME_SAMPLES, silentFrame, toFrame, toInt16 } from './frame.ts'
import { Mixer } from './mixer.ts'
import type { FrameClock } from './frame-clock.ts'
import type { AudioReceiver } from './receiver.ts'
import type { AudioSink, AudioSource } from '../webrtc/index.ts'

/**
 * A voice is passed on with the next frame, and at most 40 ms of it are held: it has been
 * through a jitter buffer already, and goes through another at the listener's end. A late
 * frame leaves a gap once, and from then on the ones behind it wait for 10 ms.
 */
const FIFO = { prefill: 1, capacity: 4 }

const MICROPHONE = 'microphone'

export interface VoiceMixInit {
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

/** A track with the microphone and the voices of others in it, to be sent to a participant that can't hear them */
export class VoiceMix {
  readonly track: MediaStreamTrack

  private readonly source: AudioSource
  private readonly mixer = new Mixer(FIFO)
  private readonly leaveClock: () => void
  private readonly mixed = new Float32Array(FRAME_SAMPLES)
  private microphone?: MediaStreamTrack
  private sink?: AudioSink
  private readonly listening = new Map<AudioReceiver, { id: string, stop(): void }>()
  private added = 0

  constructor ({ clock = sharedClock, source = createAudioSource() }: VoiceMixInit = {}) {
    this.source = source
    this.track = source.createTrack()
    this.leaveClock = clock.add(() => { this.tick() })
  }

  /** Mixes this microphone, if any, and these voices from now on */
  update (microphone: MediaStreamTrack | undefined, voices: readonly AudioReceiver[]): void {
    if (microphone !== this.microphone) {
      this.setMicrophone(microphone)
    }

    for (const [voice, { id, stop }] of this.listening) {
      if (!voices.includes(voice)) {
        stop()
        this.mixer.remove(id)
        this.listening.delete(voice)
      }
    }

    for (const voice of voices.filter(voice => !this.listening.has(voice))) {
      const id = `${++this.added}`
      this.listening.set(voice, { id, stop: voice.listen(frame => { this.mixer.play(id, frame) }) })
    }
  }

  /** Stops mixing; idempotent */
  stop (): void {
    this.leaveClock()
    this.update(undefined, [])
    this.track.stop()
  }

  private setMicrophone (track: MediaStreamTrack | undefined): void {
    this.sink?.stop()
    this.mixer.remove(MICROPHONE)
    this.microphone = track
    this.sink = track == null
      ? undefined
      : createAudioSink(track, data => {
        const frame = toFrame(data)

        // a sink also hears what is sent to nobody
        if (frame != null && track.enabled) {
          this.mixer.play(MICROPHONE, frame)
        }
      })
  }

  private tick (): void {
    const frame = silentFrame()

    this.mixer.mix(this.mixed)
    this.mixed.forEach((sample, index) => { frame[index] = toInt16(sample) })
    this.source.push(frame)
  }
}
