import { TokenBucket } from '../bucket.ts'
import type { AudioSink } from './types.ts'

/** Frames of 10 ms a second, with room for a clock that runs fast */
const FRAMES_PER_SECOND = 110

/** Frames that may come at once: 10 s, so that a process that was busy loses nothing */
export const MAX_BACKLOG = 1_000

/** ms for which nobody listens to a track whose frames come too fast */
export const REST = 500

export interface PacedSinkInit<Frame> {
  /** Begins to listen to the track */
  open(onFrame: (frame: Frame) => void): AudioSink
  onFrame(frame: Frame): void
  /** Monotonic ms */
  now?(): number
}

/**
 * Listens to a track, but not while its frames come faster than anybody can speak. After a
 * process was stopped for minutes, as in a virtual machine that is paused, the library
 * makes up for each 10 ms of them: 120,000 frames for two voices in 10 minutes, and each
 * that has a listener takes a turn of the event loop. They kept the process deaf to the
 * network for 10 s.
 */
export function pacedSink<Frame> ({ open, onFrame, now = () => performance.now() }: PacedSinkInit<Frame>): AudioSink {
  const bucket = new TokenBucket(FRAMES_PER_SECOND, MAX_BACKLOG, now())
  let sink: AudioSink | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const close = (): void => {
    sink?.stop()
    sink = undefined
  }

  const listen = (): void => {
    const opened = open(frame => {
      // those that are on their way still arrive
      if (sink !== opened) {
        return
      }

      if (bucket.take(now())) {
        onFrame(frame)
      } else {
        close()
        timer = setTimeout(listen, REST)
      }
    })

    sink = opened
  }

  listen()

  return {
    stop: () => {
      clearTimeout(timer)
      close()
    }
  }
}
