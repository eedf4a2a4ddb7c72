import { ConnectionClosedError } from '@libp2p/interface'
import { probeConnection } from './connection-probe.ts'
import type { Connection } from '@libp2p/interface'

/**
 * ms that a peer has to answer after the network has changed. A wrong guess costs one more
 * dial, but waiting longer for a dead connection delays the whole recovery
 */
const CHECK_TIMEOUT = 1_000

/**
 * Aborts a connection unless it works: at once if it was made from an address that this
 * machine no longer has, otherwise if its peer doesn't answer in time. libp2p would keep
 * it open for 10 s and more, and streams on it hang.
 *
 * @param connection
 * @param removed - addresses that this machine no longer has
 */
export async function checkConnection (connection: Connection, removed: readonly string[]): Promise<void> {
  if (removed.includes(localAddressOf(connection) ?? '')) {
    connection.abort(new ConnectionClosedError('Its local address is gone'))
  } else {
    await probeConnection(connection, CHECK_TIMEOUT).catch(() => {
      // it is closed now
    })
  }
}

/** libp2p tells only the remote address; a connection through a relay or over WebRTC has no socket of its own */
function localAddressOf (connection: Connection): string | undefined {
  const { maConn } = connection as unknown as { maConn?: { socket?: { localAddress?: string } } }

  // IPv4 on a socket for both families
  return maConn?.socket?.localAddress?.replace(/^::ffff:/, '')
}
