import { checkFrame, silentFrame } from '../frame.ts'
import type { AudioInput } from './input.ts'

/** Frames that wait at most: 10 s, 1 MB */
export const MAX_QUEUED = 1_000

/**
 * A microphone's frames, from a program: `openMicrophone({ kind: 'frames', input: queue })`.
 * Each is sent once and in order, and silence while none is there.
 */
export class FrameQueue implements AudioInput {
  private frames: Int16Array[] = []
  private ended = false
  private room?: PromiseWithResolvers<void>

  /** How many frames wait to be sent, 10 ms each */
  get length (): number {
    return this.frames.length
  }

  /**
   * Adds 10 ms: 480 signed 16-bit samples, 48 kHz mono. They are kept, not copied. Returns
   * false, and doesn't take the frame, if 1,000 are waiting, or no more are accepted.
   *
   * @throws {TypeError} if it is anything else
   */
  push (frame: Int16Array): boolean {
    checkFrame(frame)

    if (this.ended || this.frames.length >= MAX_QUEUED) {
      return false
    }

    this.frames.push(frame)

    return true
  }

  /** Resolves when there is room for a frame, or no more are accepted: for programs that are faster than the microphone */
  async ready (): Promise<void> {
    if (!this.ended && this.frames.length >= MAX_QUEUED) {
      this.room ??= Promise.withResolvers()
      await this.room.promise
    }
  }

  /** Accepts no more frames: the microphone ends after the last one */
  end (): void {
    this.ended = true
    this.giveRoom()
  }

  read (): Int16Array | undefined {
    const frame = this.frames.shift()
    this.giveRoom()

    return frame ?? (this.ended ? undefined : silentFrame())
  }

  /** Drops what waits; idempotent */
  async stop (): Promise<void> {
    this.frames = []
    this.end()
  }

  private giveRoom (): void {
    this.room?.resolve()
    this.room = undefined
  }
}
