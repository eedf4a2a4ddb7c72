/**
 * A frame is 10 ms of sound: 480 signed 16-bit samples, 48 kHz, mono. WebRTC
 * consumes and produces it, so everything here works in this unit.
 */

/** In Hz; the rate of Opus (RFC 7587, section 4.1) */
export const SAMPLE_RATE = 48_000

/** The duration of a frame, in ms */
export const FRAME_MS = 10

/** Samples in a frame */
export const FRAME_SAMPLES = 480

/** A sample divided by this is between -1 and 1 */
export const FULL_SCALE = 32_768

/**
 * Throws a `TypeError` unless this is a frame: an `Int16Array` of 480 samples
 */
export function checkFrame (samples: unknown): asserts samples is Int16Array {
  if (!(samples instanceof Int16Array)) {
    throw new TypeError(`A frame is an Int16Array, not ${samples === null ? 'null' : samples?.constructor?.name ?? typeof samples}`)
  }

  if (samples.length !== FRAME_SAMPLES) {
    throw new TypeError(`A frame has ${FRAME_SAMPLES} samples, not ${samples.length}`)
  }
}

/** Returns a new frame of silence */
export function silentFrame (): Int16Array {
  return new Int16Array(FRAME_SAMPLES)
}

/**
 * Returns how loud the samples are: their root mean square as a share of full scale,
 * 0 (silence, or no samples) to 1. It is linear, like `audioLevel` in WebRTC's
 * statistics
 */
export function level (samples: Int16Array): number {
  if (samples.length === 0) {
    return 0
  }

  let sum = 0

  for (let i = 0; i < samples.length; i++) {
    sum += samples[i] * samples[i]
  }

  return Math.sqrt(sum / samples.length) / FULL_SCALE
}

/** Converts a sample of -1 to 1 to 16 bits; others are clipped */
export function toInt16 (sample: number): number {
  return Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(sample * FULL_SCALE)))
}

/** Samples from a decoder, channels interleaved */
export interface DecodedAudio {
  samples: Int16Array
  /** In Hz */
  sampleRate: number
  channelCount: number
}

/** More channels than Opus in WebRTC can carry aren't audio */
const MAX_CHANNELS = 8

/**
 * Converts 10 ms of audio to a frame: channels are averaged, and other rates are
 * interpolated (linearly: it only happens if the sender has chosen a telephone codec,
 * or before the first packet). Returns the same array if there is nothing to do, and
 * `undefined` if it isn't 10 ms of audio.
 */
export function toFrame (audio: DecodedAudio): Int16Array | undefined {
  const { samples, sampleRate, channelCount } = audio

  if (channelCount === 1 && sampleRate === SAMPLE_RATE && samples.length === FRAME_SAMPLES) {
    return samples
  }

  const count = sampleRate * FRAME_MS / 1000

  if (!Number.isInteger(count) || count < 1 || !(channelCount >= 1 && channelCount <= MAX_CHANNELS) || samples.length !== count * channelCount) {
    return undefined
  }

  const mono = new Int16Array(count)

  for (let i = 0; i < count; i++) {
    let sum = 0

    for (let c = 0; c < channelCount; c++) {
      sum += samples[i * channelCount + c]
    }

    mono[i] = Math.round(sum / channelCount)
  }

  if (count === FRAME_SAMPLES) {
    return mono
  }

  const frame = silentFrame()

  for (let i = 0; i < FRAME_SAMPLES; i++) {
    const position = i * count / FRAME_SAMPLES
    const before = Math.floor(position)
    const after = Math.min(before + 1, count - 1)

    frame[i] = Math.round(mono[before] + (mono[after] - mono[before]) * (position - before))
  }

  return frame
}
