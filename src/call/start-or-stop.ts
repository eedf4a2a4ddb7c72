import type { AbortOptions, Libp2p } from '@libp2p/interface'

/** Starts a node. If that fails, or the signal aborts meanwhile, nothing is left behind. */
export async function startOrStop (peer: Pick<Libp2p, 'start' | 'stop'>, { signal }: AbortOptions): Promise<void> {
  try {
    await peer.start()
    signal?.throwIfAborted()
  } catch (err) {
    await peer.stop()

    throw err
  }
}
