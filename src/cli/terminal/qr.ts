import { renderUnicodeCompact } from 'uqr'
import { style } from './format.ts'

/**
 * Returns a QR code, or a hint if the terminal is too narrow: no camera can read a part
 * of a code. It may be higher than the terminal, which scrolls.
 */
export function qrCode (text: string, columns: number): string {
  const code = renderUnicodeCompact(text, { ecc: 'L', border: 1 })
  const needed = code.split('\n')[0].length

  return needed <= columns ? code : style('dim', `(A QR code needs a terminal of ${needed} columns.)`)
}
