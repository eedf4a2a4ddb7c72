import { oneLine } from './errors.ts'

/** Quotes the user's input for a message, shortened to 60 characters */
export function quote (text: string): string {
  const line = oneLine(text)

  return `"${line.length > 60 ? `${line.slice(0, 57)}…` : line}"`
}

/** Quotes a name for a shell, if necessary */
export function shellWord (text: string): string {
  const line = oneLine(text)

  return /^[\w.-]+$/.test(line) ? line : `'${line.replaceAll('\'', '\'\\\'\'')}'`
}
