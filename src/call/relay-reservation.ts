import { multiaddr } from '@multiformats/multiaddr'
import type { Connection, Logger } from '@libp2p/interface'
import type { AddressManager, TransportManager } from '@libp2p/interface-internal'

export interface RelayReservationComponents {
  addressManager: Pick<AddressManager, 'getAddresses'>
  transportManager: Pick<TransportManager, 'listen'>
}

/** Makes a relay reservation with a peer, unless there is one */
export function reserve ({ addressManager, transportManager }: RelayReservationComponents, connection: Connection, log: Logger): void {
  const relayed = `/p2p/${connection.remotePeer.toString()}/p2p-circuit`

  if (addressManager.getAddresses().some(address => address.toString().includes(relayed))) {
    return
  }

  transportManager.listen([multiaddr(relayed)]).catch(err => { log('no relay reservation - %e', err) })
}
