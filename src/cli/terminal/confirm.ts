import { createInterface } from 'node:readline/promises'
import { UsageError } from '../errors.ts'

/**
 * Ask whoever sits at the terminal for a yes; everything else is a no
 *
 * @param question
 * @param otherwise - what to do where nobody can be asked
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
