import { oneLine } from './errors.ts'

/** What is shown of something that the user wrote */
export function quote (text: string): string {
  const line = oneLine(text)

  return `"${line.length > 60 ? `${line.slice(0, 57)}…` : line}"`
}

/** A name as it is written in a command line */
export function shellWord (text: string): string {
  const line = oneLine(text)

  return /^[\w.-]+$/.test(line) ? line : `'${line.replaceAll('\'', '\'\\\'\'')}'`
}
