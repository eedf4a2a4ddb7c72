import { renderUnicodeCompact } from 'uqr'
import { style } from './format.ts'

/** The size of a terminal, and how much of it is needed below a code */
export interface Room {
  columns: number
  rows: number
  /** Rows of what follows, which a code must not push off the screen */
  below: number
}

/**
 * Returns a QR code, or a hint if the terminal is too small: no camera can read a part
 * of a code, and links that scrolled away can't be copied
 */
export function qrCode (text: string, { columns, rows, below }: Room): string {
  const code = renderUnicodeCompact(text, { ecc: 'L', border: 1 })
  const lines = code.split('\n')
  const width = lines[0].length
  const height = lines.length + below

  return width <= columns && height <= rows ? code : style('dim', `(A QR code needs a terminal of ${width} columns and ${height} rows.)`)
}
