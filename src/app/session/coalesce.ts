/** However often it is called at once, `tell` is called once, right after */
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
