import type { AbortOptions, Libp2p } from '@libp2p/interface'

/**
 * Starts a node, and returns it as one that `await using` stops. If that fails, or the
 * signal aborts meanwhile, nothing is left behind.
 */
export async function startOrStop<Peer extends Pick<Libp2p, 'start' | 'stop'>> (peer: Peer, { signal }: AbortOptions): Promise<Peer & AsyncDisposable> {
  try {
    await peer.start()
    signal?.throwIfAborted()
  } catch (err) {
    await peer.stop()

    throw err
  }

  return Object.assign(peer, { [Symbol.asyncDispose]: async () => { await peer.stop() } })
}
