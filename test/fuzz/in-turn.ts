/** Decoders that are fuzzed at the same time, each in a process of its own */
const AT_ONCE = 2

/**
 * Begins with all of these, a few at a time, so that tests can wait for one after the
 * other
 *
 * @returns what each comes to, in the same order
 */
export function inTurn<T, R> (items: T[], action: (item: T) => Promise<R>): Array<Promise<R>> {
  const results: Array<Promise<R>> = []

  for (const item of items) {
    const before = results[results.length - AT_ONCE]
    const result = Promise.resolve(before).catch(() => {}).then(async () => action(item))
    // whoever waits for it is told
    result.catch(() => {})
    results.push(result)
  }

  return results
}
