export interface FrameFifoInit {
  /** Frames to collect before the first is returned, at the start and after it ran empty */
  prefill: number

  /** Frames it holds at most; above that the oldest are dropped, down to `prefill` */
  capacity: number
}

/**
 * Passes frames from one clock to another. Their rates differ by a few parts per
 * million, and the writer's frames arrive in bursts.
 */
export class FrameFifo {
  private readonly prefill: number
  private readonly capacity: number
  private frames: Int16Array[] = []
  private filling = true

  constructor (init: FrameFifoInit) {
    this.prefill = init.prefill
    this.capacity = init.capacity
  }

  /** Adds 10 ms of sound; it is kept, not copied */
  push (frame: Int16Array): void {
    this.frames.push(frame)

    if (this.frames.length > this.capacity) {
      this.frames = this.frames.slice(this.frames.length - this.prefill)
    }

    if (this.frames.length >= this.prefill) {
      this.filling = false
    }
  }

  /** Removes and returns 10 ms of sound, or `undefined` if there is none yet */
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
