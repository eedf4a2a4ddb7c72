import { TimeoutError } from '@libp2p/interface'
import { patientTimers } from '../patient-timers.ts'
import { PROBE_TIMEOUT, YOUNG_CONNECTION } from './limits.ts'
import type { Timers } from '../timers.ts'
import type { Connection } from '@libp2p/interface'

/** Every libp2p peer answers to its name, if only to refuse it */
const PING_PROTOCOL = '/ipfs/ping/1.0.0'

/** Probes in progress. Peers allow one at a time, and all callers can share the answer */
const probes = new WeakMap<Connection, Promise<void>>()

/**
 * Resolves when the other end of a connection shows that it is there. Otherwise the
 * connection is closed, and everything on it fails at once: libp2p keeps it open for 10 s
 * and more after its path has died.
 *
 * @param connection
 * @param timeout - ms to answer; it stretches while this process is busy
 * @param timers
 */
export async function probeConnection (connection: Connection, timeout = PROBE_TIMEOUT, timers: Pick<Timers, 'after'> = patientTimers): Promise<Connection> {
  if (Date.now() - connection.timeline.open < YOUNG_CONNECTION) {
    return connection
  }

  const timer = timers.after(timeout, () => { connection.abort(new TimeoutError('The other end of the connection does not answer')) })

  try {
    await (probes.get(connection) ?? begin(connection))
  } catch (err: any) {
    // libp2p's own limit, which is longer
    if (err.name === 'TimeoutError' && connection.status === 'open') {
      connection.abort(err)
    }

    // any other error is an answer, unless the connection has ended
    if (connection.status !== 'open') {
      throw err
    }
  } finally {
    timer.stop()
  }

  return connection
}

async function begin (connection: Connection): Promise<void> {
  const probe = ask(connection).finally(() => { probes.delete(connection) })
  probes.set(connection, probe)

  return probe
}

/** Ends with the connection at the latest */
async function ask (connection: Connection): Promise<void> {
  const stream = await connection.newStream(PING_PROTOCOL, { runOnLimitedConnection: true })
  // the remote end may never close it
  stream.close({ signal: AbortSignal.timeout(PROBE_TIMEOUT) }).catch(err => { stream.abort(err) })
}
