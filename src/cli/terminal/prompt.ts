import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { UsageError } from '../errors.ts'

/**
 * Asks at the terminal for something that isn't shown while it is typed
 *
 * @throws {UsageError} when the user presses Ctrl-C or Ctrl-D
 */
export async function promptHidden (question: string): Promise<string> {
  process.stderr.write(question)

  try {
    return await ask('', new Writable({ write: (chunk, encoding, done) => { done() } }))
  } finally {
    process.stderr.write('\n')
  }
}

/**
 * Asks at the terminal for a line
 *
 * @throws {UsageError} when the user presses Ctrl-C or Ctrl-D
 */
export async function promptLine (question: string): Promise<string> {
  return ask(question, process.stderr)
}

async function ask (question: string, output: Writable): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output, terminal: true })

  try {
    return await new Promise<string>((resolve, reject) => {
      const stop = (): void => { reject(new UsageError('cancelled, and nothing was done')) }

      terminal.once('SIGINT', stop)
      terminal.once('close', stop)
      terminal.question(question, resolve)
    })
  } finally {
    terminal.close()
  }
}
