import { decibels, VoiceGate } from './voice-gate.ts'
import type { NoiseFilter } from './noise-filter.ts'

/** Applies filters to a voice, 10 ms at a time: the gate judges what noise suppression leaves */
export class VoiceChain {
  /** Removes noise, if the user wants that */
  noise?: Pick<NoiseFilter, 'process'>
  /** Level of the last 10 ms that the gate has judged, in dBFS */
  level = -Infinity

  private gate?: VoiceGate

  /** Whether there is anything to do */
  get active (): boolean {
    return this.noise != null || this.gate != null
  }

  /** False while the voice is too quiet to be sent */
  get open (): boolean {
    return this.gate?.open !== false
  }

  /** @param activation - level above which the voice is sent, in dBFS; `undefined` sends it always */
  setActivation (activation: number | undefined): void {
    if (activation == null) {
      this.gate = undefined
    } else if (this.gate == null) {
      this.gate = new VoiceGate(activation)
    } else {
      this.gate.threshold = activation
    }
  }

  /** Takes 10 ms of samples from -1 to 1, and returns the 10 ms to send */
  process (frame: Float32Array): Float32Array {
    const clean = this.noise?.process(frame) ?? frame
    this.level = decibels(clean)

    return this.gate?.process(clean, this.level) ?? clean
  }
}
