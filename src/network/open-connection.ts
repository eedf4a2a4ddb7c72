import type { Connection, PeerId } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'

/** Returns the newest connection to a peer that can be used, if there is one: the path of an older one may have died */
export function openConnectionTo (connectionManager: Pick<ConnectionManager, 'getConnections'>, peer: PeerId): Connection | undefined {
  return connectionManager.getConnections(peer).findLast(({ status }) => status === 'open')
}
