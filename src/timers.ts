import { TimeoutError } from '@libp2p/interface'

/** A timer that has been set; stopping one that has gone off changes nothing */
export interface Timer {
  stop(): void
}

/** Time as long-running parts see it, so that tests need not wait */
export interface Timers {
  /** ms since some moment; never goes backwards */
  now(): number
  /** Calls back once, in `ms` */
  after(ms: number, callback: () => void): Timer
  /** Calls back every `ms` */
  every(ms: number, callback: () => void): Timer
}

export const systemTimers: Timers = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms)

    return { stop: () => { clearTimeout(timer) } }
  },
  every: (ms, callback) => {
    const timer = setInterval(callback, ms)

    return { stop: () => { clearInterval(timer) } }
  }
}

/** A signal like that of `AbortSignal.timeout`, by other timers */
export interface Deadline extends Timer {
  readonly signal: AbortSignal
}

/** Returns a signal that is aborted in `ms` unless the deadline is stopped before */
export function deadlineIn (ms: number, timers: Pick<Timers, 'after'>): Deadline {
  const controller = new AbortController()
  const timer = timers.after(ms, () => { controller.abort(new TimeoutError('The operation took too long')) })

  return { signal: controller.signal, stop: () => { timer.stop() } }
}

/** Runs an operation with the caller's signal or, without one, with a deadline in `ms` */
export async function withDeadline<T> (signal: AbortSignal | undefined, ms: number, timers: Pick<Timers, 'after'>, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (signal != null) {
    return run(signal)
  }

  const deadline = deadlineIn(ms, timers)

  try {
    return await run(deadline.signal)
  } finally {
    deadline.stop()
  }
}
