/** Bytes that make a group of digits: enough that the remainder's bias doesn't matter */
export const BYTES_PER_GROUP = 5

const DIGITS = 5
const MODULUS = 10n ** BigInt(DIGITS)

/**
 * Returns bytes as numbers that people can read out
 *
 * @param bytes - {@link BYTES_PER_GROUP} for each group
 * @returns groups of 5 digits, with spaces between
 */
export function toDigits (bytes: Uint8Array): string {
  return Array.from({ length: bytes.byteLength / BYTES_PER_GROUP }, (_, group) => {
    const value = bytes.subarray(group * BYTES_PER_GROUP, (group + 1) * BYTES_PER_GROUP)
      .reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)

    return (value % MODULUS).toString().padStart(DIGITS, '0')
  }).join(' ')
}
