import { PROBE_TIMEOUT, YOUNG_CONNECTION } from './limits.ts'
import type { Connection } from '@libp2p/interface'

/** Every libp2p peer answers to its name, if only to refuse it */
const PING_PROTOCOL = '/ipfs/ping/1.0.0'

/**
 * Resolves when the other end of a connection shows that it is there. Otherwise the
 * connection is closed, and everything on it fails at once: libp2p keeps it open for 10 s
 * and more after its path has died.
 */
export async function probeConnection (connection: Connection, timeout = PROBE_TIMEOUT): Promise<Connection> {
  if (Date.now() - connection.timeline.open < YOUNG_CONNECTION) {
    return connection
  }

  const signal = AbortSignal.timeout(timeout)

  try {
    const stream = await connection.newStream(PING_PROTOCOL, { signal, runOnLimitedConnection: true })
    stream.close({ signal }).catch(err => { stream.abort(err) })
  } catch (err: any) {
    if (signal.aborted) {
      connection.abort(err)
    }

    // any other error is an answer, unless the connection has ended
    if (connection.status !== 'open') {
      throw err
    }
  }

  return connection
}
