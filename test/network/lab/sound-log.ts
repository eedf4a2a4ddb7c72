import { amplitude } from '../../fixtures/tones.ts'

/** Frames in which tones are told apart: 40 ms, in which those that are multiples of 25 Hz don't disturb each other */
const WINDOW_FRAMES = 4

/** Amplitude above what a codec makes of other tones */
const THRESHOLD = 0.05

/** ms without a tone that interrupt it: more than a busy machine leaves out */
const GAP = 400

/** Beginnings that are remembered: more than a scenario has */
const MAX_BEGINNINGS = 32

/** When a person was heard, in ms since the Unix epoch */
export interface Sound {
  /** When sound began after a gap, the newest last */
  begun: number[]
  until: number
}

/**
 * Notes who can be heard in what arrives, whichever stream it comes in: each person plays
 * a tone of its own
 */
export class SoundLog {
  readonly sounds: Record<string, Sound> = {}
  private readonly tones: Record<string, number>
  private readonly now: () => number
  /** By stream */
  private readonly frames = new Map<string, Int16Array[]>()

  /**
   * @param tones - in Hz, by name
   * @param now - ms since the Unix epoch
   */
  constructor (tones: Record<string, number>, now = Date.now) {
    this.tones = tones
    this.now = now
  }

  /** Takes the next frame of a stream */
  push (stream: string, frame: Int16Array): void {
    const frames = this.frames.get(stream) ?? []
    this.frames.set(stream, frames)

    if (frames.push(frame.slice()) === WINDOW_FRAMES) {
      this.frames.delete(stream)
      this.judge(Int16Array.from(frames.flatMap(samples => [...samples])))
    }
  }

  private judge (samples: Int16Array): void {
    const now = this.now()

    for (const [name, hz] of Object.entries(this.tones)) {
      if (amplitude(samples, hz) > THRESHOLD) {
        const { begun, until } = this.sounds[name] ?? { begun: [], until: -Infinity }

        this.sounds[name] = { begun: now - until > GAP ? [...begun, now].slice(-MAX_BEGINNINGS) : begun, until: now }
      }
    }
  }
}
