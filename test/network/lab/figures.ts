import { appendFileSync } from 'node:fs'

/** Names the file that figures are written to, see `scripts/repeat-scenario.ts` */
export const FIGURES_FILE = 'GROUPCALL_FIGURES'

/** Notes what a scenario has measured, in ms, and returns it */
export function figure (what: string, ms: number): number {
  const path = process.env[FIGURES_FILE]

  if (path != null) {
    appendFileSync(path, `${JSON.stringify({ what, ms })}\n`)
  }

  return ms
}
