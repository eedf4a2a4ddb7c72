import type { Libp2p } from '@libp2p/interface'

/** Resolves when a peer has walked the DHT for the first time, or after so many ms: nobody is told of the end of a walk that has failed */
export async function firstWalk (peer: Libp2p<any>, limit: number): Promise<void> {
  await new Promise<void>(resolve => {
    const timer = setTimeout(resolve, limit);
    (peer as unknown as EventTarget).addEventListener('kad-dht:query:self', () => {
      clearTimeout(timer)
      resolve()
    }, { once: true })
  })
}
