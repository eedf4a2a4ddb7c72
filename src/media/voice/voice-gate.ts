import { FRAME_MS } from '../frame.ts'

/** ms that a voice is delayed, so that what it began with is sent once it is loud enough: longer than most consonants */
export const LOOK_AHEAD = 60

/** ms that the gate stays open after the voice was last loud enough: longer than the gap between two words */
export const HANG_OVER = 500

/** dB below the threshold at which an open gate stays open: the end of a word is quieter than its beginning */
export const HYSTERESIS = 6

const LOOK_AHEAD_FRAMES = LOOK_AHEAD / FRAME_MS

/** In dBFS: what the logarithm of silence is taken for */
const SILENCE_DB = -120

/** Whether a voice is sent, and for how long it has been too quiet, in ms */
export interface GateState {
  readonly open: boolean
  readonly quiet: number
}

/** The initial state */
export const CLOSED: GateState = { open: false, quiet: 0 }

/** Decides whether a voice is sent after another 10 ms at this level; level and threshold in dBFS */
export function nextGate (state: GateState, level: number, threshold: number): GateState {
  if (level >= (state.open ? threshold - HYSTERESIS : threshold)) {
    return { open: true, quiet: 0 }
  }

  const quiet = state.quiet + FRAME_MS

  return state.open && quiet < HANG_OVER ? { open: true, quiet } : CLOSED
}

/** Returns the level of 10 ms of samples from -1 to 1, in dBFS */
export function decibels (frame: Float32Array): number {
  const power = frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length

  return power === 0 ? SILENCE_DB : 10 * Math.log10(power)
}

/** Sends a voice only while it is loud enough, {@link LOOK_AHEAD} later */
export class VoiceGate {
  /** In dBFS */
  threshold: number

  private readonly frames: Float32Array[] = []
  private state = CLOSED
  private gain = 0

  constructor (threshold: number) {
    this.threshold = threshold
  }

  get open (): boolean {
    return this.state.open
  }

  /** Takes 10 ms, whose level is in dBFS, and returns the 10 ms to send; changes are faded, because a step is a click */
  process (frame: Float32Array, level = decibels(frame)): Float32Array {
    this.state = nextGate(this.state, level, this.threshold)
    this.frames.push(frame)

    const from = this.gain
    const delayed = this.frames.length > LOOK_AHEAD_FRAMES ? this.frames.shift() : undefined
    this.gain = this.state.open ? 1 : 0

    return (delayed ?? new Float32Array(frame.length)).map((sample, index) => sample * (from + (this.gain - from) * (index + 1) / frame.length))
  }
}
