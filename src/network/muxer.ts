import { yamux } from '@chainsafe/libp2p-yamux'
import { StreamStateError } from '@libp2p/interface'
import { withLazyNegotiation } from './lazy-negotiation.ts'
import { wrapMuxer } from './wrap-muxer.ts'
import type { ComponentLogger, StreamMuxerFactory } from '@libp2p/interface'

export interface MuxerComponents {
  logger: ComponentLogger
}

/** The stream muxer of call peers and bootstrap peers */
export function streamMuxer (): (components: MuxerComponents) => StreamMuxerFactory {
  return withLazyNegotiation(refusingClosed(yamux()))
}

/**
 * Refuses to open streams on a connection that is closing. Yamux sends the first frame of
 * a stream in a microtask, where the error can't be caught and would crash the process.
 */
export function refusingClosed <Components> (create: (components: Components) => StreamMuxerFactory): (components: Components) => StreamMuxerFactory {
  return wrapMuxer(create, (createStream, connection) => async options => {
    const { writeStatus } = connection as { writeStatus?: string }

    if (writeStatus === 'closing' || writeStatus === 'closed') {
      throw new StreamStateError(`The connection is ${writeStatus}`)
    }

    return createStream(options)
  })
}
