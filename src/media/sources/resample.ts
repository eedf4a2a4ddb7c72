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

/**
 * Reads 16-bit mono samples of any rate at 48 kHz. Samples are computed when they are
 * read, so that an hour of audio opens as fast as a second.
 */
export class Resampler {
  /** Samples at 48 kHz */
  readonly length: number

  private readonly samples: Int16Array
  private readonly step: number
  private readonly scale: number

  /**
   * @param samples - 16-bit mono
   * @param rate - of these samples, in Hz
   */
  constructor (samples: Int16Array, rate: number) {
    this.samples = samples
    this.step = rate / SAMPLE_RATE
    // for a higher rate, the kernel is widened to remove what 48 kHz can't carry
    this.scale = Math.min(1, SAMPLE_RATE / rate)
    this.length = Math.round(samples.length / this.step)
  }

  /** Fills `out` with the samples from `offset` on (48 kHz); after the end there is silence */
  read (offset: number, out: Int16Array): void {
    if (this.step === 1) {
      out.fill(0)
      out.set(this.samples.subarray(offset, offset + out.length))

      return
    }

    for (let i = 0; i < out.length; i++) {
      out[i] = this.sampleAt((offset + i) * this.step)
    }
  }

  /** Returns the sample at `position`, in samples of the original rate */
  private sampleAt (position: number): number {
    const { samples, scale } = this
    const reach = ZEROS / scale
    const first = Math.max(0, Math.ceil(position - reach))
    const last = Math.min(samples.length - 1, Math.floor(position + reach))
    let sum = 0

    for (let i = first; i <= last; i++) {
      const x = Math.abs(i - position) * scale * POINTS
      const point = Math.floor(x)
      const weight = KERNEL[point] + (KERNEL[point + 1] - KERNEL[point]) * (x - point)

      sum += samples[i] * weight
    }

    return Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(sum * scale)))
  }
}
