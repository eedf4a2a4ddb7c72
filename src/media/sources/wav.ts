import { FRAME_SAMPLES, SAMPLE_RATE, silentFrame } from '../frame.ts'
import { Resampler } from './resample.ts'
import { readWavFile } from './wav-file.ts'
import type { AudioInput } from './input.ts'
import type { WavSound } from './wav-file.ts'

/** The default silence between two rounds, in ms: a breath */
export const DEFAULT_PAUSE = 500

/** The longest silence between two rounds, in ms */
export const MAX_PAUSE = 60 * 60 * 1000

export interface WavInputInit {
  /**
   * Starts again at the end
   *
   * @default true
   */
  loop?: boolean

  /**
   * Silence between two rounds, in ms
   *
   * @default 500
   */
  pause?: number
}

/** Plays a WAV file, in a loop if requested */
export class WavInput implements AudioInput {
  /** The duration of a round without its pause, in ms */
  readonly duration: number

  private readonly sound: Resampler
  private readonly loop: boolean
  private readonly round: number
  private position = 0

  constructor (sound: WavSound, init: WavInputInit = {}) {
    const pause = init.pause ?? DEFAULT_PAUSE

    if (!(pause >= 0 && pause <= MAX_PAUSE)) {
      throw new RangeError(`A pause must last 0 to ${MAX_PAUSE} ms, not ${pause}`)
    }

    this.sound = new Resampler(sound.samples, sound.sampleRate)
    this.loop = init.loop ?? true
    this.duration = this.sound.length * 1000 / SAMPLE_RATE
    this.round = this.sound.length + Math.round(pause * SAMPLE_RATE / 1000)
  }

  read (): Int16Array | undefined {
    if (!this.loop && this.position >= this.sound.length) {
      return undefined
    }

    const frame = silentFrame()

    for (let filled = 0; filled < FRAME_SAMPLES;) {
      const part = frame.subarray(filled, filled + (this.loop ? this.round - this.position : FRAME_SAMPLES))

      this.sound.read(this.position, part)
      this.position += part.length
      filled += part.length

      if (this.loop && this.position >= this.round) {
        this.position = 0
      }
    }

    return frame
  }

  async stop (): Promise<void> {}
}

/**
 * Opens a WAV file for playback
 *
 * @throws {AudioFileError} if it can't be used; its message suggests what to do
 */
export async function openWavInput (path: string, init: WavInputInit & { signal?: AbortSignal } = {}): Promise<WavInput> {
  return new WavInput(await readWavFile(path, { signal: init.signal }), init)
}
