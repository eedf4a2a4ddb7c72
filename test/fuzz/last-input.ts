import { writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** Longer inputs are told by their beginning, in bytes */
const MAX_TOLD = 16_384

/** Which input it is, and how long */
const HEADER = 8

const buffer = Buffer.alloc(HEADER + MAX_TOLD)

/**
 * Notes the input that a decoder is about to get where another process can read it:
 * a decoder that never comes back, or takes its process with it, cannot say what it
 * was given
 */
export function writeInput (descriptor: number, number: number, input: Uint8Array): void {
  const told = input.subarray(0, MAX_TOLD)

  buffer.writeUInt32LE(number, 0)
  buffer.writeUInt32LE(told.byteLength, 4)
  buffer.set(told, HEADER)
  writeSync(descriptor, buffer, 0, HEADER + told.byteLength, 0)
}

/** The input that was noted last, as hex, and which one it is; 0 before the first */
export async function readInput (file: string): Promise<{ number: number, hex: string }> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0))

  if (bytes.byteLength < HEADER) {
    return { number: 0, hex: '' }
  }

  return { number: bytes.readUInt32LE(0), hex: bytes.subarray(HEADER, HEADER + bytes.readUInt32LE(4)).toString('hex') }
}
