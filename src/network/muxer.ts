import { yamux } from '@chainsafe/libp2p-yamux'
import { StreamStateError } from '@libp2p/interface'
import { withLazyNegotiation } from './lazy-negotiation.ts'
import type { ComponentLogger, StreamMuxerFactory } from '@libp2p/interface'

export interface MuxerComponents {
  logger: ComponentLogger
}

/** The stream muxer of call peers and bootstrap peers */
export function streamMuxer (): (components: MuxerComponents) => StreamMuxerFactory {
  return withLazyNegotiation(refusingClosed(yamux()))
}

/**
 * Lets a muxer open no stream on a connection that can't be written to any longer. Yamux
 * opens one a microtask after it was asked to, so that the error would reach nobody, and
 * end the process.
 */
export function refusingClosed <Components> (create: (components: Components) => StreamMuxerFactory): (components: Components) => StreamMuxerFactory {
  return components => {
    const factory = create(components)
    const createMuxer = factory.createStreamMuxer.bind(factory)

    factory.createStreamMuxer = connection => {
      const muxer = createMuxer(connection)
      const createStream = muxer.createStream.bind(muxer)

      muxer.createStream = async options => {
        const { writeStatus } = connection as { writeStatus?: string }

        if (writeStatus === 'closing' || writeStatus === 'closed') {
          throw new StreamStateError(`The connection is ${writeStatus}`)
        }

        return createStream(options)
      }

      return muxer
    }

    return factory
  }
}
