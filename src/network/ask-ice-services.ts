import { pbStream } from '@libp2p/utils'
import { ICE_ANSWER, ICE_SERVERS_PROTOCOL, usableIceServers } from './ice-services.ts'
import { ICE_ANSWER_TIMEOUT, MAX_ICE_ANSWER_BYTES } from './limits.ts'
import { IceServices } from './pb/ice-services.ts'
import type { IceOffer } from './ice-services.ts'
import type { AbortOptions, Connection } from '@libp2p/interface'

/**
 * Asks a bootstrap peer for its ICE servers
 *
 * @throws {UnsupportedProtocolError} if it has none to offer
 */
export async function askIceServices (connection: Connection, options: AbortOptions = {}): Promise<IceOffer> {
  const signal = AbortSignal.any([AbortSignal.timeout(ICE_ANSWER_TIMEOUT), ...(options.signal == null ? [] : [options.signal])])
  const stream = await connection.newStream(ICE_SERVERS_PROTOCOL, { signal })

  try {
    const answer = await pbStream(stream, { maxDataLength: MAX_ICE_ANSWER_BYTES, maxBufferSize: MAX_ICE_ANSWER_BYTES + 16 }).pb(IceServices).read({ signal, ...ICE_ANSWER })
    // not awaited, because it takes until the other end has closed, too
    stream.close({ signal }).catch(err => { stream.abort(err) })

    return usableIceServers(answer, connection.remoteAddr)
  } catch (err: any) {
    stream.abort(err)

    throw err
  }
}
