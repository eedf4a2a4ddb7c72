import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { BadMessageError } from './messages.ts'

/**
 * Converts the values of protobuf fields and checks those that come from outside: each
 * function that decodes throws a {@link BadMessageError} for what this version would not
 * have written itself
 */

/** Bytes of keys, proofs, hashes and secrets */
export const KEY_BYTES = 32

const encoder = new TextEncoder()

export type Bytes = Uint8Array<ArrayBuffer>

/** Proofs, hashes and secrets are 32 bytes */
export function optional<Name extends string> (name: Name, bytes?: Bytes): { [Key in Name]?: Uint8Array } {
  return bytes == null ? {} : { [name]: sized(bytes, KEY_BYTES) } as { [Key in Name]?: Uint8Array }
}

export function optionalBytes (bytes?: Uint8Array): Bytes | undefined {
  return bytes == null ? undefined : toBytes(bytes)
}

export function safeNumber (value: bigint): number {
  check(value <= BigInt(Number.MAX_SAFE_INTEGER))

  return Number(value)
}

/** @throws {BadMessageError} unless a condition holds */
export function check (condition: boolean): void {
  if (!condition) {
    throw new BadMessageError('malformed')
  }
}

export function sized (bytes: Bytes, length: number): Bytes {
  check(bytes.byteLength === length)

  return bytes
}

export function hex (bytes: Uint8Array, length: number): string {
  check(bytes.byteLength === length)

  return toString(bytes, 'base16')
}

export function hexToBytes (digits: string): Bytes {
  return toBytes(fromString(digits, 'base16'))
}

export function toBytes (bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? bytes as Bytes : Uint8Array.from(bytes)
}

export function limited (text: string, maxBytes: number): string {
  check(text.length <= maxBytes && encoder.encode(text).byteLength <= maxBytes)

  return text
}

export function named<T> (names: T[], number: number): T {
  check(number >= 1 && number <= names.length)

  return names[number - 1]
}
