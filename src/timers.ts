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
