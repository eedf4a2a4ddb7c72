/**
 * ms that a timer may be late in a process that only had little processor time: a machine
 * under heavy load delays it for a second or so
 */
export const SLEEP_THRESHOLD = 2_000

/**
 * Largest share of processor time that a stopped or sleeping process can have used. A
 * process that is merely late on a busy machine uses more
 */
const BUSY_SHARE = 0.05

/** The time by both clocks, in ms */
export interface ClockReading {
  /** Goes on while a process is stopped. On some systems it stands still while the machine sleeps */
  monotonic: number
  /** Goes on in any case, but people and time servers set it */
  wall: number
  /** Processor time that this process has used; absent where that can't be known */
  used?: number
}

/**
 * Returns for how many ms this process stood still between two ticks of a timer, or 0 if
 * it didn't. A wall clock that is set forward looks like sleep, which costs a few packets;
 * one that is set back looks like nothing.
 *
 * @param before - the previous tick
 * @param now - this tick
 * @param interval - ms between two ticks
 */
export function sleptFor (before: ClockReading, now: ClockReading, interval: number): number {
  const late = Math.max(now.monotonic - before.monotonic, now.wall - before.wall) - interval

  return late > SLEEP_THRESHOLD && !isBusy(before, now, late) ? late : 0
}

function isBusy (before: ClockReading, now: ClockReading, late: number): boolean {
  return now.used != null && before.used != null && now.used - before.used > late * BUSY_SHARE
}
