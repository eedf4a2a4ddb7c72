import { autoNAT } from '@libp2p/autonat'
import { NO_WALK } from '../src/network/no-walk.ts'
import { override } from '../src/network/override.ts'
import type { AutoNATComponents } from '@libp2p/autonat'

/**
 * AutoNAT for a peer that others ask whether they can be reached. libp2p's own takes the
 * connection of the asking peer for the result of the dial, and then closes it: that peer
 * would lose its bootstrap peer, and learn that it can't be reached.
 */
export function dialBack (): (components: AutoNATComponents) => unknown {
  return components => {
    const { connectionManager } = components

    return autoNAT()(override(components, {
      randomWalk: NO_WALK,
      connectionManager: override(connectionManager, {
        openConnection: async (peer, options) => connectionManager.openConnection(peer, { ...options, force: true })
      })
    }))
  }
}
