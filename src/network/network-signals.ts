import { interfaceAddresses } from './interfaces.ts'

/**
 * Returns the addresses of this machine that others may reach, sorted, or `undefined`
 * where a program can't know them. An interface without a carrier, such as one whose
 * cable is pulled, has none.
 */
export function localAddresses (): string[] | undefined {
  return interfaceAddresses()
    // link-local ones come and go after the others, and libp2p doesn't announce them
    .filter(info => !info.internal && !(info.family === 'IPv6' && info.scopeid !== 0))
    .map(({ address }) => address)
    .sort()
}

/** Calls back when the platform reports that the network may have changed; returns how to stop that */
export function watchPlatform (onSignal: () => void): () => void {
  // Node has no such events
  return () => {}
}

/** Returns the ms of processor time that this process has used, over all of its threads */
export function processorTime (): number | undefined {
  const { user, system } = process.cpuUsage()

  return (user + system) / 1_000
}
