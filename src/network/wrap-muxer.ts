import type { MessageStream, StreamMuxer, StreamMuxerFactory } from '@libp2p/interface'

type CreateStream = StreamMuxer['createStream']

/**
 * Changes how the muxers of a factory open streams
 *
 * @param create - creates the factory
 * @param wrap - returns what is called in place of a muxer's own `createStream`
 */
export function wrapMuxer <Components> (create: (components: Components) => StreamMuxerFactory, wrap: (createStream: CreateStream, connection: MessageStream) => CreateStream): (components: Components) => StreamMuxerFactory {
  return components => {
    const factory = create(components)
    const createMuxer = factory.createStreamMuxer.bind(factory)

    factory.createStreamMuxer = connection => {
      const muxer = createMuxer(connection)
      muxer.createStream = wrap(muxer.createStream.bind(muxer), connection)

      return muxer
    }

    return factory
  }
}
