/** Returns a function that calls `tell` once after any number of calls in the same turn */
export function coalesce (tell: () => void): () => void {
  let waiting = false

  return () => {
    if (!waiting) {
      waiting = true
      queueMicrotask(() => {
        waiting = false
        tell()
      })
    }
  }
}
