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
 * Asks at the terminal for a text, which may be pasted in several lines. An empty line
 * also ends it.
 *
 * @param question - shown before the first line
 * @param isComplete - whether the text so far has all that is needed
 * @throws {UsageError} when the user presses Ctrl-C or Ctrl-D
 */
export async function promptLines (question: string, isComplete: (text: string) => boolean): Promise<string> {
  return ask(question, process.stderr, isComplete)
}

async function ask (question: string, output: Writable, isComplete: (text: string) => boolean = () => true): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output, terminal: true, prompt: question })
  let text = ''

  try {
    return await new Promise<string>((resolve, reject) => {
      const stop = (): void => { reject(new UsageError('cancelled, and nothing was done')) }

      terminal.once('SIGINT', stop)
      terminal.once('close', stop)
      terminal.on('line', line => {
        text = text === '' ? line : `${text}\n${line}`

        if (line.trim() === '' || isComplete(text)) {
          resolve(text)
        } else {
          terminal.setPrompt('… ')
          terminal.prompt()
        }
      })
      terminal.prompt()
    })
  } finally {
    terminal.close()
  }
}
