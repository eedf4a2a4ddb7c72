import type { AbortOptions, Libp2p } from '@libp2p/interface'

/** Starts a node; one that cannot start, or is not wanted any more by then, leaves nothing behind */
export async function startOrStop (peer: Pick<Libp2p, 'start' | 'stop'>, { signal }: AbortOptions): Promise<void> {
  try {
    await peer.start()
    signal?.throwIfAborted()
  } catch (err) {
    await peer.stop()

    throw err
  }
}
