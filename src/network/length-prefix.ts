import { varint } from 'multiformats'
import { concat } from 'uint8arrays/concat'

/** Returns a length as it stands before a message: an unsigned varint */
export function encodeLength (length: number): Uint8Array {
  return varint.encodeTo(length, new Uint8Array(varint.encodingLength(length)))
}

/** Returns a message with its length before it */
export function withLength (message: Uint8Array): Uint8Array {
  return concat([encodeLength(message.byteLength), message])
}
