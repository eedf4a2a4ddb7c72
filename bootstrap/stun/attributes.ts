import { isIPv4 } from 'node:net'
import { InvalidParametersError } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { Attribute, MAGIC_COOKIE } from './message.ts'
import type { StunAttribute } from './message.ts'

/** A transport address as a STUN server sees it */
export interface StunAddress {
  /** IPv4 or IPv6, as text */
  address: string
  port: number
}

const FAMILY_IPV4 = 1
const FAMILY_IPV6 = 2

/** RFC 8489, section 14.2 */
export function xorMappedAddress (address: StunAddress, transactionId: Uint8Array): StunAttribute {
  const ip = ipToBytes(address.address)
  const value = new Uint8Array(4 + ip.byteLength)
  const view = new DataView(value.buffer)

  view.setUint8(1, ip.byteLength === 4 ? FAMILY_IPV4 : FAMILY_IPV6)
  view.setUint16(2, address.port ^ (MAGIC_COOKIE >>> 16))
  value.set(xorIp(ip, transactionId), 4)

  return { type: Attribute.XOR_MAPPED_ADDRESS, value }
}

/**
 * Parses the value that {@link xorMappedAddress} returns
 *
 * @throws {InvalidParametersError}
 */
export function parseXorMappedAddress (attribute: StunAttribute, transactionId: Uint8Array): StunAddress {
  const { type, value } = attribute
  const ipv4 = value.byteLength === 8 && value[1] === FAMILY_IPV4
  const ipv6 = value.byteLength === 20 && value[1] === FAMILY_IPV6

  if (type !== Attribute.XOR_MAPPED_ADDRESS || (!ipv4 && !ipv6)) {
    throw new InvalidParametersError('Not an XOR-MAPPED-ADDRESS')
  }

  return {
    address: bytesToIp(xorIp(value.subarray(4), transactionId)),
    port: ((value[2] << 8) | value[3]) ^ (MAGIC_COOKIE >>> 16)
  }
}

/**
 * Section 14.8. The reason phrase may be empty, which keeps the answer short.
 */
export function errorCode (code: number): StunAttribute {
  return { type: Attribute.ERROR_CODE, value: Uint8Array.of(0, 0, Math.floor(code / 100), code % 100) }
}

/** Section 14.9 */
export function unknownAttributes (types: number[]): StunAttribute {
  return { type: Attribute.UNKNOWN_ATTRIBUTES, value: Uint8Array.from(types.flatMap(type => [type >> 8, type & 0xff])) }
}

function xorIp (ip: Uint8Array, transactionId: Uint8Array): Uint8Array {
  const mask = new Uint8Array(16)

  new DataView(mask.buffer).setUint32(0, MAGIC_COOKIE)
  mask.set(transactionId, 4)

  return ip.map((byte, index) => byte ^ mask[index])
}

/** A multiaddr of an IP address is one byte of protocol code and the address */
function ipToBytes (ip: string): Uint8Array {
  return multiaddr(`/ip${isIPv4(ip) ? 4 : 6}/${ip}`).bytes.subarray(1)
}

function bytesToIp (ip: Uint8Array): string {
  const code = ip.byteLength === 4 ? 4 : 41

  return multiaddr(Uint8Array.of(code, ...ip)).getComponents()[0].value ?? ''
}
