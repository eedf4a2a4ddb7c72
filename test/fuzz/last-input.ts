import { writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** Bytes of an input to record; longer inputs are shortened */
const MAX_TOLD = 16_384

/** Bytes for the input's number and length */
const HEADER = 8

const buffer = Buffer.alloc(HEADER + MAX_TOLD)

/**
 * Records the next input of a decoder where another process can read it, because a
 * decoder that hangs, or crashes its process, can't report it
 */
export function writeInput (descriptor: number, number: number, input: Uint8Array): void {
  const told = input.subarray(0, MAX_TOLD)

  buffer.writeUInt32LE(number, 0)
  buffer.writeUInt32LE(told.byteLength, 4)
  buffer.set(told, HEADER)
  writeSync(descriptor, buffer, 0, HEADER + told.byteLength, 0)
}

/** Returns the last recorded input as hex, and its number, which is 0 before the first */
export async function readInput (file: string): Promise<{ number: number, hex: string }> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0))

  if (bytes.byteLength < HEADER) {
    return { number: 0, hex: '' }
  }

  return { number: bytes.readUInt32LE(0), hex: bytes.subarray(HEADER, HEADER + bytes.readUInt32LE(4)).toString('hex') }
}
