import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { UsageError } from '../errors.ts'

/** Ask at the terminal for something that is not shown while it is typed */
export async function promptHidden (question: string): Promise<string> {
  process.stderr.write(question)

  const nowhere = new Writable({ write: (chunk, encoding, done) => { done() } })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })

  try {
    return await new Promise<string>((resolve, reject) => {
      const stop = (): void => { reject(new UsageError('stopped, and nothing was done')) }

      terminal.once('SIGINT', stop)
      terminal.once('close', stop)
      terminal.question('', resolve)
    })
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
