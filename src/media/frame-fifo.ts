export interface FrameFifoInit {
  /** Frames to gather before the first is given, at the start and after it ran empty */
  prefill: number

  /** Frames it holds at most; above that the oldest go, down to `prefill` */
  capacity: number
}

/**
 * Hands frames from one clock to another. Both run at the same rate but for a
 * few parts in a million, and the writer's come in bursts.
 */
export class FrameFifo {
  private readonly prefill: number
  private readonly capacity: number
  private frames: Int16Array[] = []
  private filling = true

  /** Frames that were thrown away because the reader was slower */
  dropped = 0

  constructor (init: FrameFifoInit) {
    this.prefill = init.prefill
    this.capacity = init.capacity
  }

  /** Frames held */
  get size (): number {
    return this.frames.length
  }

  /** Put in 10 ms of sound; it is kept, not copied */
  push (frame: Int16Array): void {
    this.frames.push(frame)

    if (this.frames.length > this.capacity) {
      const lost = this.frames.length - this.prefill

      this.frames = this.frames.slice(lost)
      this.dropped += lost
    }

    if (this.frames.length >= this.prefill) {
      this.filling = false
    }
  }

  /** Take out 10 ms of sound, or `undefined` if there is none yet */
  shift (): Int16Array | undefined {
    if (this.filling) {
      return undefined
    }

    const frame = this.frames.shift()

    if (frame == null) {
      this.filling = true
    }

    return frame
  }
}
