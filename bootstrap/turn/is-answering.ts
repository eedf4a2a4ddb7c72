import { askStunServers } from '../stun/index.ts'
import type { AbortOptions } from '@libp2p/interface'

/**
 * Resolves when a STUN or TURN server answers
 *
 * @throws {Error} that the signal was aborted with
 */
export async function isAnswering (host: string, port: number, { signal }: AbortOptions): Promise<void> {
  const [answer] = await askStunServers([{ address: host, port }], { signal })

  if (answer == null) {
    signal?.throwIfAborted()
  }
}
