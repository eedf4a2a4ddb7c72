import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../src/media/index.ts'
import { until } from '../test/fixtures/until.ts'
import type { AudioInput, FrameListener } from '../src/media/index.ts'

/** ms between two bursts of sound, and ms of each: far longer than any delay, and a syllable */
const PERIOD = 500
const BURST = 50

/** Linear level of a frame in a burst: far above what a codec makes of silence */
const LOUD = 0.05

/** ms until jitter buffers have settled */
const SETTLING = 5_000

/** An input of short bursts, which notes when each begins */
export class Bursts implements AudioInput {
  readonly begun: number[] = []
  private frame = 0

  read (): Int16Array {
    const at = this.frame++ * FRAME_MS % PERIOD

    if (at === 0) {
      this.begun.push(performance.now())
    }

    return new Int16Array(FRAME_SAMPLES).map((_, sample) => at < BURST ? 10_000 * Math.sin(2 * Math.PI * 1_000 * sample / SAMPLE_RATE) : 0)
  }

  async stop (): Promise<void> {}
}

/** Where bursts are heard: a participant's voice, or the receiver of a track */
export interface Ear {
  listen(listener: FrameListener): unknown
}

/**
 * Resolves with the ms that bursts take to each ear, by burst; NaN for a burst that wasn't
 * heard. The first are left out, until jitter buffers have settled.
 */
export async function timeBursts (mouth: Bursts, ears: Ear[], bursts: number): Promise<number[][]> {
  const heard = ears.map(onsets)
  await new Promise(resolve => setTimeout(resolve, SETTLING))
  const first = mouth.begun.length
  await until(`${bursts} bursts`, () => mouth.begun.length >= first + bursts + 1, { limit: 2 * bursts * PERIOD })

  return heard.map(times => mouth.begun.slice(first, first + bursts).map(at => (times.find(time => time >= at) ?? NaN) - at))
}

/** Collects when a stream becomes loud, in ms */
function onsets (ear: Ear): number[] {
  const times: number[] = []
  let last = -Infinity

  ear.listen(frame => {
    const now = performance.now()

    if (frame.some(sample => Math.abs(sample) > LOUD * 32_768)) {
      if (now - last > PERIOD / 2) {
        times.push(now)
      }

      last = now
    }
  })

  return times
}
