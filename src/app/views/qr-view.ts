import { html, svg } from 'lit'
import type { TemplateResult } from 'lit'

/** Modules of quiet zone around a code, see ISO/IEC 18004 */
const QUIET = 4

/** Draws a link as a QR code, black on white in any theme; loads the encoder on demand */
export async function drawQrCode (link: string): Promise<TemplateResult> {
  const { encode } = await import('./qr-encoder.ts')
  const { data, size } = encode(link, { border: 0 })
  const path = data.flatMap((row, y) => row.map((dark, x) => dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')).join('')
  const side = size + 2 * QUIET

  return html`<svg viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges" aria-hidden="true">
    ${svg`<rect width=${side} height=${side} fill="#fff"/><path d=${path} fill="#000"/>`}
  </svg>`
}
