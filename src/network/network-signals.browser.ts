/** Browser twin of `network-signals.ts`: a page can't know its addresses, but it can know that it has none */

export function localAddresses (): string[] | undefined {
  return navigator.onLine ? undefined : []
}

export function watchPlatform (onSignal: () => void): () => void {
  // the last one is from https://wicg.github.io/netinfo/, which Firefox and Safari lack
  const sources: Array<[EventTarget | undefined, string]> = [[globalThis, 'online'], [globalThis, 'offline'], [(navigator as any).connection, 'change']]

  sources.forEach(([target, type]) => { target?.addEventListener(type, onSignal) })

  return () => { sources.forEach(([target, type]) => { target?.removeEventListener(type, onSignal) }) }
}

/** A page can't know it */
export function processorTime (): number | undefined {
  return undefined
}
