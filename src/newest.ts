/**
 * Puts an entry to the end of a map, and forgets the one that has been there the
 * longest when there are more than `max`: what others say must not fill the memory
 */
export function setNewest<T> (map: Map<string, T>, key: string, value: T, max: number): void {
  map.delete(key)
  map.set(key, value)

  if (map.size > max) {
    map.delete(map.keys().next().value as string)
  }
}

/** Returns an entry of such a map, created if it isn't there, and makes it the newest */
export function getNewest<T> (map: Map<string, T>, key: string, max: number, create: () => T): T {
  const value = map.get(key) ?? create()
  setNewest(map, key, value, max)

  return value
}
