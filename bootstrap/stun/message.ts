import { createHmac, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * STUN messages of RFC 8489: only what a Binding responder needs, and
 * MESSAGE-INTEGRITY, so that all of RFC 5769's vectors can be checked.
 */

/** RFC 8489, section 5 */
export const MAGIC_COOKIE = 0x2112a442

/** Bytes before the attributes */
export const HEADER_BYTES = 20

/** The only method there is */
export const BINDING = 0x001

/**
 * Attribute types. Receivers must understand those below 0x8000.
 *
 * @see https://www.iana.org/assignments/stun-parameters
 */
export const Attribute = {
  MAPPED_ADDRESS: 0x0001,
  USERNAME: 0x0006,
  MESSAGE_INTEGRITY: 0x0008,
  ERROR_CODE: 0x0009,
  UNKNOWN_ATTRIBUTES: 0x000a,
  REALM: 0x0014,
  NONCE: 0x0015,
  MESSAGE_INTEGRITY_SHA256: 0x001c,
  USERHASH: 0x001e,
  XOR_MAPPED_ADDRESS: 0x0020,
  SOFTWARE: 0x8022,
  FINGERPRINT: 0x8028
} as const

/** In the order of their two bits on the wire */
const CLASSES = ['request', 'indication', 'success', 'error'] as const

export type StunClass = typeof CLASSES[number]

export interface StunAttribute {
  type: number
  value: Uint8Array
}

export interface StunMessage {
  class: StunClass

  /** 12 bits */
  method: number

  /** 12 bytes */
  transactionId: Uint8Array

  /** Without MESSAGE-INTEGRITY and FINGERPRINT, and what follows them */
  attributes: StunAttribute[]
}

export interface DecodedStunMessage extends StunMessage {
  /** Whether it had a FINGERPRINT, which was valid */
  fingerprint: boolean

  /** Returns whether it had a MESSAGE-INTEGRITY made with this key */
  verifyIntegrity(key: Uint8Array): boolean
}

export interface EncodeOptions {
  /** Adds a MESSAGE-INTEGRITY made with this key */
  integrityKey?: Uint8Array

  /** Adds a FINGERPRINT */
  fingerprint?: boolean

  /**
   * The byte that attributes are padded with. Receivers must accept any byte.
   *
   * @default 0
   */
  padding?: number
}

const INTEGRITY_BYTES = 20
const FINGERPRINT_XOR = 0x5354554e

/**
 * Parses a datagram. Returns `undefined` unless it is exactly one well-formed message.
 * Messages of RFC 3489 (no magic cookie) or with a wrong FINGERPRINT don't count as
 * well-formed.
 */
export function decodeMessage (bytes: Uint8Array): DecodedStunMessage | undefined {
  if (bytes.byteLength < HEADER_BYTES || bytes.byteLength % 4 !== 0) {
    return
  }

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const type = view.getUint16(0)

  if (type > 0x3fff || view.getUint16(2) !== bytes.byteLength - HEADER_BYTES || view.getUint32(4) !== MAGIC_COOKIE) {
    return
  }

  const attributes: StunAttribute[] = []
  let integrityAt: number | undefined
  let fingerprint = false
  let offset = HEADER_BYTES

  while (offset < bytes.byteLength) {
    const attribute = view.getUint16(offset)
    const length = view.getUint16(offset + 2)
    const end = offset + 4 + padded(length)

    // FINGERPRINT is the last attribute, section 14.7
    if (fingerprint || end > bytes.byteLength) {
      return
    }

    if (attribute === Attribute.FINGERPRINT) {
      if (length !== 4 || view.getUint32(offset + 4) !== fingerprintOf(bytes.subarray(0, offset))) {
        return
      }

      fingerprint = true
    } else if (attribute === Attribute.MESSAGE_INTEGRITY && integrityAt == null) {
      if (length !== INTEGRITY_BYTES) {
        return
      }

      integrityAt = offset
    } else if (integrityAt == null) {
      // attributes after MESSAGE-INTEGRITY are ignored, section 14.5
      attributes.push({ type: attribute, value: bytes.subarray(offset + 4, offset + 4 + length) })
    }

    offset = end
  }

  return {
    class: CLASSES[(type >> 4 & 1) | (type >> 7 & 2)],
    method: (type & 0xf) | (type >> 1 & 0x70) | (type >> 2 & 0xf80),
    transactionId: bytes.subarray(8, HEADER_BYTES),
    attributes,
    fingerprint,
    verifyIntegrity: (key) => {
      return integrityAt != null && timingSafeEqual(
        integrityOf(bytes.subarray(0, integrityAt), key),
        bytes.subarray(integrityAt + 4, integrityAt + 4 + INTEGRITY_BYTES)
      )
    }
  }
}

export function encodeMessage (message: StunMessage, options: EncodeOptions = {}): Uint8Array {
  const { integrityKey, fingerprint = false, padding = 0 } = options
  const size = message.attributes.reduce((size, { value }) => size + 4 + padded(value.byteLength), HEADER_BYTES)
  const bytes = new Uint8Array(size + (integrityKey == null ? 0 : 4 + INTEGRITY_BYTES) + (fingerprint ? 8 : 0))
  const view = new DataView(bytes.buffer)
  const bits = CLASSES.indexOf(message.class)
  const { method } = message

  view.setUint16(0, (method & 0xf) | (bits & 1) << 4 | (method & 0x70) << 1 | (bits & 2) << 7 | (method & 0xf80) << 2)
  view.setUint16(2, bytes.byteLength - HEADER_BYTES)
  view.setUint32(4, MAGIC_COOKIE)
  bytes.set(message.transactionId, 8)

  let offset = HEADER_BYTES

  for (const { type, value } of message.attributes) {
    view.setUint16(offset, type)
    view.setUint16(offset + 2, value.byteLength)
    bytes.fill(padding, offset + 4, offset + 4 + padded(value.byteLength))
    bytes.set(value, offset + 4)
    offset += 4 + padded(value.byteLength)
  }

  if (integrityKey != null) {
    view.setUint16(offset, Attribute.MESSAGE_INTEGRITY)
    view.setUint16(offset + 2, INTEGRITY_BYTES)
    bytes.set(integrityOf(bytes.subarray(0, offset), integrityKey), offset + 4)
    offset += 4 + INTEGRITY_BYTES
  }

  if (fingerprint) {
    view.setUint16(offset, Attribute.FINGERPRINT)
    view.setUint16(offset + 2, 4)
    view.setUint32(offset + 4, fingerprintOf(bytes.subarray(0, offset)))
  }

  return bytes
}

function padded (length: number): number {
  return (length + 3) & ~3
}

/** Covers all bytes before the attribute; their length field already counts it, section 14.7 */
function fingerprintOf (before: Uint8Array): number {
  return (crc32(before) ^ FINGERPRINT_XOR) >>> 0
}

/** Covers all bytes before the attribute, as if the message ended with it, section 14.5 */
function integrityOf (before: Uint8Array, key: Uint8Array): Uint8Array {
  const header = before.slice(0, HEADER_BYTES)

  new DataView(header.buffer).setUint16(2, before.byteLength - HEADER_BYTES + 4 + INTEGRITY_BYTES)

  return createHmac('sha1', key).update(header).update(before.subarray(HEADER_BYTES)).digest()
}
