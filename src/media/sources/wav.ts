import { FRAME_SAMPLES, SAMPLE_RATE, silentFrame } from '../frame.ts'
import { ReadAhead } from './read-ahead.ts'
import { Resampler } from './resample.ts'
import { WavFile } from './wav-file.ts'
import type { AudioInput } from './input.ts'

/** The default silence between two rounds, in ms: a breath */
export const DEFAULT_PAUSE = 500

/** Audio that is read in advance, in ms: what a busy disk may take */
const AHEAD = 1_000

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

/** The part of a {@link WavFile} that is needed to play it */
export type WavSound = Pick<WavFile, 'sampleRate' | 'frames' | 'notice' | 'readFrames' | 'close'>

/** Plays a WAV file, in a loop if requested */
export class WavInput implements AudioInput {
  readonly notice?: string

  private readonly sound: WavSound
  private readonly resampler: Resampler
  private readonly samples: ReadAhead
  private readonly loop: boolean
  private readonly length: number
  private readonly round: number
  private position = 0

  constructor (sound: WavSound, init: WavInputInit = {}) {
    const pause = init.pause ?? DEFAULT_PAUSE

    if (!(pause >= 0 && pause <= MAX_PAUSE)) {
      throw new RangeError(`A pause must last 0 to ${MAX_PAUSE} ms, not ${pause}`)
    }

    this.sound = sound
    this.notice = sound.notice
    this.loop = init.loop ?? true
    this.resampler = new Resampler(sound.sampleRate)
    this.samples = new ReadAhead({
      length: sound.frames,
      ahead: sound.sampleRate * AHEAD / 1000,
      loop: this.loop,
      read: async (first, count) => sound.readFrames(first, count)
    })
    this.length = this.resampler.lengthOf(sound.frames)
    this.round = this.length + Math.round(pause * SAMPLE_RATE / 1000)
  }

  /** Resolves when the next second of audio has been read */
  async fill (): Promise<void> {
    await this.samples.fill()
  }

  read (): Int16Array | undefined {
    if (!this.loop && this.position >= this.length) {
      return undefined
    }

    const frame = silentFrame()

    for (let filled = 0; filled < FRAME_SAMPLES;) {
      const { length, position } = this
      const playing = position < length
      // the audio, then the pause, or silence after the last round
      const end = this.loop ? this.round : position + FRAME_SAMPLES
      const part = frame.subarray(filled, filled + (playing ? length : end) - position)

      if (playing && !this.play(part)) {
        break
      }

      this.position += part.length
      filled += part.length

      if (this.loop && this.position >= this.round) {
        this.position = 0
      }
    }

    return frame
  }

  async stop (): Promise<void> {
    await this.sound.close()
  }

  /** Returns false if the disk is too slow: the audio goes on when it has been read */
  private play (out: Int16Array): boolean {
    const { first, end } = this.resampler.rangeOf(this.position, out.length)
    const samples = this.samples.get(first, end)

    if (samples != null) {
      this.resampler.resample({ samples, first }, this.position, out)
    }

    return samples != null
  }
}

/**
 * Opens a WAV file for playback
 *
 * @throws {AudioFileError} if it can't be used; its message suggests what to do
 */
export async function openWavInput (path: string, init: WavInputInit & { signal?: AbortSignal } = {}): Promise<WavInput> {
  const file = await WavFile.open(path, init)

  try {
    const input = new WavInput(file, init)
    await input.fill()
    init.signal?.throwIfAborted()

    return input
  } catch (err) {
    await file.close()

    throw err
  }
}
