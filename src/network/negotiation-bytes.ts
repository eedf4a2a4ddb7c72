import { UnsupportedProtocolError } from '@libp2p/interface'
import { varint } from 'multiformats'
import { Uint8ArrayList } from 'uint8arraylist'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import type { MessageStream } from '@libp2p/interface'

/** @see {@link https://github.com/multiformats/multistream-select#multistream-select} */
const MULTISTREAM = '/multistream/1.0.0'

/** A stream or connection that gets bytes as they arrive */
export type Receiving = MessageStream & {
  onData(data: Uint8Array | Uint8ArrayList): void
}

/** Returns what both ends of a stream send when one proposes a protocol and the other accepts it */
export function negotiationOf (protocol: string): Uint8Array {
  return concat([MULTISTREAM, protocol].map(encodeLine))
}

/** Takes these bytes from the beginning of what arrives, so that no reader sees them. Anything else ends the stream */
export function expectNegotiation (stream: Receiving, protocol: string, names: Uint8Array): void {
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
}

function encodeLine (text: string): Uint8Array {
  const line = fromString(`${text}\n`)

  return concat([varint.encodeTo(line.byteLength, new Uint8Array(varint.encodingLength(line.byteLength))), line])
}
