import type { Sound } from './sound-choice.ts'

/** Notes of each sound, in Hz: up for what begins, down for what ends */
const NOTES: Record<Sound, number[]> = {
  join: [523, 659],
  leave: [659, 523],
  mute: [392, 330],
  unmute: [330, 392],
  knock: [587, 587, 784],
  message: [784]
}

/** Seconds between two notes, and until one has faded */
const NOTE_INTERVAL = 0.11
const NOTE_LENGTH = 0.3

/** Sounds of what the user does */
const OWN: Sound[] = ['mute', 'unmute']

/** ms between the starts of two sounds of what others do: nobody can make a din by writing a lot */
const MIN_INTERVAL = 500

/** ms after which a sound is out of date */
const MAX_DELAY = 1_000

/** Linear: quieter than voices */
const VOLUME = 0.06

/** What TypeScript doesn't know yet, and Firefox and Safari don't have */
interface ContextWithSink {
  setSinkId?(id: string): Promise<void>
}

/** Plays short, soft sounds, made by oscillators */
export class Chimes {
  private context?: AudioContext
  private speaker = ''
  private playedAt = -Infinity

  /**
   * Plays a sound, unless the browser blocks it for now, or one of somebody else has just begun
   *
   * @param sound - which one
   * @param speaker - id of the chosen speakers; empty for the default ones
   */
  play (sound: Sound, speaker: string): void {
    const asked = performance.now()

    if (!OWN.includes(sound)) {
      if (asked - this.playedAt < MIN_INTERVAL) {
        return
      }

      this.playedAt = asked
    }

    this.context ??= new AudioContext()
    const { context } = this

    this.route(context, speaker)
    // it takes a moment to start, or until the user taps: by then the sound would say nothing
    context.resume().then(() => {
      if (performance.now() - asked < MAX_DELAY) {
        NOTES[sound].forEach((frequency, index) => { playNote(context, frequency, context.currentTime + index * NOTE_INTERVAL) })
      }
    }, () => {
      // it was closed meanwhile
    })
  }

  /** Releases the speakers; idempotent */
  close (): void {
    this.context?.close().catch(() => {
      // it is closed already
    })
    this.context = undefined
    this.speaker = ''
  }

  private route (context: AudioContext & ContextWithSink, speaker: string): void {
    if (speaker !== this.speaker) {
      this.speaker = speaker
      context.setSinkId?.(speaker).catch(() => {
        // the device is gone: the default one plays
      })
    }
  }
}

function playNote (context: AudioContext, frequency: number, at: number): void {
  const oscillator = new OscillatorNode(context, { frequency })
  const gain = new GainNode(context, { gain: 0 })

  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(VOLUME, at + 0.01)
  gain.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_LENGTH)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(at)
  oscillator.stop(at + NOTE_LENGTH)
}
