import { FRAME_SAMPLES, FULL_SCALE, SAMPLE_RATE, silentFrame } from '../frame.ts'
import type { AudioInput } from './input.ts'

/** The default frequency of a test tone, in Hz: concert pitch */
export const DEFAULT_HZ = 440

/** In Hz: lower tones are inaudible */
export const MIN_HZ = 20

/** In Hz: Opus carries nothing above this (RFC 6716, section 2) */
export const MAX_HZ = 20_000

/** A quarter of full scale: loud enough for any meter, safe with headphones */
const AMPLITUDE = 0.25

/** An endless sine of constant amplitude, with a continuous phase */
export class ToneInput implements AudioInput {
  private readonly step: number
  private phase = 0

  /** @param hz - 20 to 20,000 */
  constructor (hz: number = DEFAULT_HZ) {
    if (!(hz >= MIN_HZ && hz <= MAX_HZ)) {
      throw new RangeError(`A tone must have ${MIN_HZ} to ${MAX_HZ} Hz, not ${hz}`)
    }

    this.step = 2 * Math.PI * hz / SAMPLE_RATE
  }

  read (): Int16Array {
    const frame = silentFrame()

    for (let i = 0; i < FRAME_SAMPLES; i++) {
      frame[i] = Math.round(Math.sin(this.phase) * AMPLITUDE * FULL_SCALE)
      this.phase = (this.phase + this.step) % (2 * Math.PI)
    }

    return frame
  }

  async stop (): Promise<void> {}
}
