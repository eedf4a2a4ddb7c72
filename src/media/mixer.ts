import { FrameFifo } from './frame-fifo.ts'
import { FRAME_SAMPLES, FULL_SCALE } from './frame.ts'
import type { FrameFifoInit } from './frame-fifo.ts'

/**
 * A voice is played after 20 ms, and at most 80 ms of it are held. This isn't a
 * jitter buffer: libwebrtc's NetEQ already is, and returns a frame every 10 ms with
 * lost packets concealed. It only crosses from the network's clock to the sound
 * card's.
 */
const FIFO: FrameFifoInit = { prefill: 2, capacity: 8 }

/** Voices that are mixed: more than a call can have */
export const MAX_VOICES = 16

/** Mixes the voices of several participants */
export class Mixer {
  private readonly voices = new Map<string, FrameFifo>()
  private readonly rest = new Float32Array(FRAME_SAMPLES)
  private readonly fifo: FrameFifoInit
  private left = 0

  /** @param fifo - how much of a voice is held; for a sound card by default */
  constructor (fifo: FrameFifoInit = FIFO) {
    this.fifo = fifo
  }

  /** Adds 10 ms to the voice of `id`. The frame is kept, not copied */
  play (id: string, frame: Int16Array): void {
    let voice = this.voices.get(id)

    if (voice == null) {
      if (this.voices.size >= MAX_VOICES) {
        return
      }

      voice = new FrameFifo(this.fifo)
      this.voices.set(id, voice)
    }

    voice.push(frame)
  }

  /** Removes the voice of `id` */
  remove (id: string): void {
    this.voices.delete(id)
  }

  /** Fills `out` (any length, 48 kHz mono, -1 to 1) with what comes next */
  mix (out: Float32Array): void {
    for (let filled = 0; filled < out.length;) {
      if (this.left === 0) {
        this.mixFrame()
        this.left = FRAME_SAMPLES
      }

      const count = Math.min(this.left, out.length - filled)
      const from = FRAME_SAMPLES - this.left

      out.set(this.rest.subarray(from, from + count), filled)
      filled += count
      this.left -= count
    }
  }

  private mixFrame (): void {
    this.rest.fill(0)

    for (const voice of this.voices.values()) {
      const frame = voice.shift()

      if (frame == null) {
        continue
      }

      for (let i = 0; i < FRAME_SAMPLES; i++) {
        this.rest[i] += frame[i] / FULL_SCALE
      }
    }

    for (let i = 0; i < FRAME_SAMPLES; i++) {
      this.rest[i] = Math.max(-1, Math.min(1, this.rest[i]))
    }
  }
}
