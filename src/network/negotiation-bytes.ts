import { UnsupportedProtocolError } from '@libp2p/interface'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { takeFirst } from './expected-bytes.ts'
import { withLength } from './length-prefix.ts'
import type { Receiving } from './expected-bytes.ts'

/** @see {@link https://github.com/multiformats/multistream-select#multistream-select} */
const MULTISTREAM = '/multistream/1.0.0'

/** Returns what both ends of a stream send when one proposes a protocol and the other accepts it */
export function negotiationOf (protocol: string): Uint8Array {
  return concat([MULTISTREAM, protocol].map(text => withLength(fromString(`${text}\n`))))
}

/** Takes these bytes from the beginning of what arrives, so that no reader sees them. Anything else ends the stream */
export function expectNegotiation (stream: Receiving, protocol: string, names: Uint8Array): void {
  takeFirst(stream, received => {
    const begun = Math.min(names.byteLength, received.byteLength)

    if (!equals(received.subarray(0, begun), names.subarray(0, begun))) {
      stream.abort(new UnsupportedProtocolError(`The other end does not speak ${protocol}`))

      return undefined
    }

    return begun === names.byteLength ? begun : undefined
  })
}
