import { sharedAudioContext } from './audio-context.browser.ts'
import { nextSpeaking, SILENT } from './speaking.ts'

/** ms between two measurements: as often as a display needs, and shorter than a syllable */
const INTERVAL = 50

/** What remains of a peak after {@link INTERVAL}, as in {@link LevelMeter} */
const DECAY = 0.6

/** Everything below -80 dBFS is shown as silence */
const FLOOR = 0.0001

/** 2,048 samples are 43 ms at 48 kHz: little is missed between two measurements */
const WINDOW = 2_048

/**
 * Measures a track with Web Audio, without playing it
 */
export class TrackMeter {
  private readonly shared = sharedAudioContext.acquire()
  private readonly source: MediaStreamAudioSourceNode
  private readonly analyser: AnalyserNode
  private readonly samples = new Float32Array(WINDOW)
  private readonly timer: ReturnType<typeof setInterval>
  private readonly onSpeaking: (speaking: boolean) => void
  private state = SILENT
  private peak = 0

  constructor (track: MediaStreamTrack, onSpeaking: (speaking: boolean) => void) {
    this.onSpeaking = onSpeaking
    this.source = this.shared.context.createMediaStreamSource(new MediaStream([track]))
    this.analyser = new AnalyserNode(this.shared.context, { fftSize: WINDOW })
    this.source.connect(this.analyser)
    this.timer = setInterval(() => { this.measure() }, INTERVAL)
  }

  /** Linear, 0 to 1: rises at once, falls slowly */
  get level (): number {
    return this.peak
  }

  get speaking (): boolean {
    return this.state.speaking
  }

  /** Stops measuring; idempotent */
  stop (): void {
    clearInterval(this.timer)
    this.source.disconnect()
    this.shared.release()
    this.peak = 0
    this.setState(SILENT)
  }

  private measure (): void {
    this.analyser.getFloatTimeDomainData(this.samples)
    const level = Math.sqrt(this.samples.reduce((sum, sample) => sum + sample * sample, 0) / WINDOW)

    this.peak = Math.max(level, this.peak * DECAY)

    if (this.peak < FLOOR) {
      this.peak = 0
    }

    this.setState(nextSpeaking(this.state, level, INTERVAL))
  }

  private setState (state: typeof SILENT): void {
    const changed = state.speaking !== this.state.speaking
    this.state = state

    if (changed) {
      this.onSpeaking(state.speaking)
    }
  }
}
