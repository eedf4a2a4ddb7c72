/**
 * Returns a function that calls `tell` after any number of calls: at the end of the turn,
 * but not more often than every `pause` ms
 */
export function coalesce (tell: () => void, pause: number): () => void {
  let waiting = false
  let toldAt = -Infinity

  const run = (): void => {
    waiting = false
    toldAt = performance.now()
    tell()
  }

  return () => {
    if (waiting) {
      return
    }

    const rest = toldAt + pause - performance.now()
    waiting = true

    if (rest > 0) {
      setTimeout(run, rest)
    } else {
      queueMicrotask(run)
    }
  }
}
