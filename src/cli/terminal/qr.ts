import { renderUnicodeCompact } from 'uqr'

/** Lines that are to be seen together with the code */
const LINES_BESIDE = 2

/** Columns and rows of a terminal */
export interface TerminalSize {
  columns: number
  rows: number
}

/**
 * Returns a QR code, or how large the terminal would have to be for a whole one:
 * a camera cannot use a part
 */
export function qrCode (text: string, size: TerminalSize): { code: string } | { needed: TerminalSize } {
  const code = renderUnicodeCompact(text, { ecc: 'L', border: 1 })
  const lines = code.split('\n')
  const needed = { columns: lines[0].length, rows: lines.length + LINES_BESIDE }

  return needed.columns <= size.columns && needed.rows <= size.rows ? { code } : { needed }
}
