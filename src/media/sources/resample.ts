import { FULL_SCALE, SAMPLE_RATE } from '../frame.ts'

/** Zero crossings of the kernel on each side: aliases stay below -60 dB */
const ZEROS = 16

/** Points of the kernel's table between two zero crossings */
const POINTS = 256

/**
 * A sinc with a Hann window: one side of it, shared by all resamplers
 *
 * See {@link https://ccrma.stanford.edu/~jos/resample/}
 */
const KERNEL = Float32Array.from({ length: ZEROS * POINTS + 2 }, (_, i) => {
  const x = i / POINTS

  if (x >= ZEROS) {
    return 0
  }

  const window = 0.5 + 0.5 * Math.cos(Math.PI * x / ZEROS)

  return x === 0 ? 1 : window * Math.sin(Math.PI * x) / (Math.PI * x)
})

/** 16-bit mono samples, from which others are computed */
export interface SampleWindow {
  samples: Int16Array
  /** Index of the first of them */
  first: number
}

/**
 * Converts 16-bit mono samples of any rate to 48 kHz, a few at a time, so that an hour
 * of audio opens as fast as a second
 */
export class Resampler {
  private readonly step: number
  private readonly scale: number

  /** @param rate - of the original samples, in Hz */
  constructor (rate: number) {
    this.step = rate / SAMPLE_RATE
    // for a higher rate, the kernel is widened to remove what 48 kHz can't carry
    this.scale = Math.min(1, SAMPLE_RATE / rate)
  }

  /** Returns how many samples at 48 kHz `count` samples become */
  lengthOf (count: number): number {
    return Math.round(count / this.step)
  }

  /**
   * Returns the original samples that `count` samples from `offset` on (48 kHz) depend
   * on: the first, and the one after the last. They may lie beyond either end.
   */
  rangeOf (offset: number, count: number): { first: number, end: number } {
    if (this.step === 1) {
      return { first: offset, end: offset + count }
    }

    const reach = ZEROS / this.scale

    return { first: Math.ceil(offset * this.step - reach), end: Math.floor((offset + count - 1) * this.step + reach) + 1 }
  }

  /**
   * Fills `out` with the samples from `offset` on (48 kHz)
   *
   * @param original - the samples that `rangeOf()` returned, with silence beyond both ends
   */
  resample (original: SampleWindow, offset: number, out: Int16Array): void {
    if (this.step === 1) {
      out.set(original.samples)

      return
    }

    for (let i = 0; i < out.length; i++) {
      out[i] = this.sampleAt(original, (offset + i) * this.step)
    }
  }

  /** Returns the sample at `position`, in samples of the original rate */
  private sampleAt ({ samples, first }: SampleWindow, position: number): number {
    const { scale } = this
    const reach = ZEROS / scale
    const start = Math.max(first, Math.ceil(position - reach))
    const last = Math.min(first + samples.length - 1, Math.floor(position + reach))
    let sum = 0

    for (let i = start; i <= last; i++) {
      const x = Math.abs(i - position) * scale * POINTS
      const point = Math.floor(x)
      const weight = KERNEL[point] + (KERNEL[point + 1] - KERNEL[point]) * (x - point)

      sum += samples[i - first] * weight
    }

    return Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(sum * scale)))
  }
}
