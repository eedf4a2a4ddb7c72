import { RELAY_V2_HOP_CODEC, RELAY_V2_STOP_CODEC } from '@libp2p/circuit-relay-v2'
import { UnsupportedProtocolError } from '@libp2p/interface'
import { varint } from 'multiformats'
import { Uint8ArrayList } from 'uint8arraylist'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { wrapMuxer } from './wrap-muxer.ts'
import type { CreateStreamOptions, NewStreamOptions, Stream, StreamMuxerFactory } from '@libp2p/interface'

/** @see {@link https://github.com/multiformats/multistream-select#multistream-select} */
const MULTISTREAM = '/multistream/1.0.0'

/** Protocols of libp2p's own that are opened without `negotiateFully: false`: a relayed dial takes a stream of each */
const ALWAYS: readonly string[] = [RELAY_V2_HOP_CODEC, RELAY_V2_STOP_CODEC]

/** A stream that its muxer hands bytes to as they arrive */
type MuxedStream = Stream & {
  protocol: string
  onData(data: Uint8Array | Uint8ArrayList): void
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
  // both ends send the same
  const names = concat([MULTISTREAM, protocol].map(encodeLine))
  const received = new Uint8ArrayList()
  const { onData } = stream

  stream.onData = data => {
    received.append(data)
    const begun = Math.min(names.byteLength, received.byteLength)

    if (!equals(received.subarray(0, begun), names.subarray(0, begun))) {
      stream.abort(new UnsupportedProtocolError(`The other end does not speak ${protocol}`))
    } else if (begun === names.byteLength) {
      stream.onData = onData
      received.consume(begun)
      stream.onData(received)
    }
  }
  stream.protocol = protocol
  stream.send(names)
}

function encodeLine (text: string): Uint8Array {
  const line = fromString(`${text}\n`)

  return concat([varint.encodeTo(line.byteLength, new Uint8Array(varint.encodingLength(line.byteLength))), line])
}
