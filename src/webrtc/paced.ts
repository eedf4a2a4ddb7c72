import { TokenBucket } from '../bucket.ts'

/** Frames of 10 ms a second, with room for a clock that runs fast */
const FRAMES_PER_SECOND = 110

/** Frames that may come at once: 10 s, so that a process that was busy loses nothing */
export const MAX_BACKLOG = 1_000

/**
 * Drops the frames of a track that come faster than anybody can have spoken. After a
 * process was stopped for minutes, as in a virtual machine that is paused, the library
 * makes up for each 10 ms of them: 120,000 frames for two voices in 10 minutes, which
 * would keep the process busy, and deaf, for as many seconds as it takes to handle them.
 *
 * @param onFrame
 * @param now - monotonic ms
 */
export function paced<Frame> (onFrame: (frame: Frame) => void, now: () => number = () => performance.now()): (frame: Frame) => void {
  const bucket = new TokenBucket(FRAMES_PER_SECOND, MAX_BACKLOG, now())

  return frame => {
    if (bucket.take(now())) {
      onFrame(frame)
    }
  }
}
