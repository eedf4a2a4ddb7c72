import { RELAY_V2_HOP_CODEC, RELAY_V2_STOP_CODEC } from '@libp2p/circuit-relay-v2'
import { expectNegotiation, negotiationOf } from './negotiation-bytes.ts'
import { wrapMuxer } from './wrap-muxer.ts'
import type { Receiving } from './expected-bytes.ts'
import type { CreateStreamOptions, NewStreamOptions, Stream, StreamMuxerFactory } from '@libp2p/interface'

/** Protocols of libp2p's own that are opened without `negotiateFully: false`: a relayed dial takes a stream of each */
const ALWAYS: readonly string[] = [RELAY_V2_HOP_CODEC, RELAY_V2_STOP_CODEC]

type MuxedStream = Stream & Receiving & {
  protocol: string
}

/**
 * Lets the streams of a muxer begin without waiting for the other end to accept their
 * protocol, where `newStream` is called with one protocol and `negotiateFully: false`. The
 * name goes out with the first message, which saves a round trip, as in go-libp2p.
 *
 * libp2p knows that option, but `@libp2p/multistream-select` 7 waits for the answer. Its
 * connections leave the negotiation to a muxer that sets the protocol of a new stream.
 *
 * A stream whose protocol the other end doesn't speak ends with an `UnsupportedProtocolError`.
 */
export function withLazyNegotiation <Components> (create: (components: Components) => StreamMuxerFactory): (components: Components) => StreamMuxerFactory {
  return wrapMuxer(create, createStream => async ({ negotiateFully, ...options }: CreateStreamOptions & NewStreamOptions = {}) => {
    const { protocol } = options
    const stream = await createStream(options)

    if (protocol != null && (negotiateFully === false || ALWAYS.includes(protocol))) {
      negotiate(stream as MuxedStream, protocol)
    }

    return stream
  })
}

/** Sends the name of a protocol; what the other end answers to that never reaches the stream's readers */
function negotiate (stream: MuxedStream, protocol: string): void {
  const names = negotiationOf(protocol)

  expectNegotiation(stream, protocol, names)
  stream.protocol = protocol
  stream.send(names)
}
