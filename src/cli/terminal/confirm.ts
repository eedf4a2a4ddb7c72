import { createInterface } from 'node:readline/promises'
import { UsageError } from '../errors.ts'

/**
 * Asks a yes-or-no question at the terminal; any other answer means no
 *
 * @param question - without the choices
 * @param otherwise - error message if there is no terminal
 */
export async function confirm (question: string, otherwise: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(otherwise)
  }

  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const ended = new Promise<string>(resolve => { terminal.once('close', () => { resolve('') }) })

  try {
    return /^(y|yes)$/i.test((await Promise.race([terminal.question(`${question} [y/N] `), ended])).trim())
  } finally {
    terminal.close()
  }
}
