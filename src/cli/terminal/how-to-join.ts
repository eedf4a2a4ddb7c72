import { pageLink } from '../app-directory.ts'
import { style } from './format.ts'
import { qrCode } from './qr.ts'
import { countRows, DEFAULT_COLUMNS, wrapLines } from './wrap.ts'

/** Rows of a terminal that doesn't tell how many it has */
const DEFAULT_ROWS = 24

export interface HowToJoinInit {
  invite: string
  /** Address of a page that others can open; phones need it */
  pageUrl?: string
  /** Above the command: what the invite is for */
  intro: string
  /** Rows that are drawn below it soon, such as a table */
  below?: number
}

/**
 * Returns how to join with an invite: a QR code if there is a link that phones can open,
 * then the command, and that link. Output to a file or another program contains neither
 * the code nor a hint about `--page-url`.
 */
export function howToJoin ({ invite, pageUrl, intro, below = 0 }: HowToJoinInit, terminal?: { columns?: number, rows?: number }): string {
  const columns = terminal?.columns ?? DEFAULT_COLUMNS
  const parts = [terminal == null ? intro : wrapLines(intro, columns), `groupcall call '${invite}'`]

  if (pageUrl != null) {
    parts.push('Or they open this link in a browser:', pageLink(pageUrl, invite))
  } else if (terminal != null) {
    parts.push(style('dim', wrapLines('In a browser, they paste it into their own groupcall page. For a link and a QR code that any phone can open, pass --page-url with the https address of a page.', columns)))
  }

  const text = parts.join('\n\n')

  if (terminal == null || pageUrl == null) {
    return text
  }

  // the code comes first, so that the links stay on the screen
  return `${qrCode(pageLink(pageUrl, invite), { columns, rows: terminal.rows ?? DEFAULT_ROWS, below: countRows(text, columns) + below + 2 })}\n\n${text}`
}

/** Returns the standard output if it is a terminal, for {@link howToJoin} */
export function outputTerminal (): { columns?: number, rows?: number } | undefined {
  return process.stdout.isTTY ? process.stdout : undefined
}
