import wrapAnsi from 'wrap-ansi'

/** Columns of a terminal that doesn't tell how many it has */
export const DEFAULT_COLUMNS = 80

/** Returns on how many lines a terminal shows a text, whose long lines it breaks anywhere */
export function countRows (text: string, columns: number): number {
  return breakAnywhere(text, columns).length
}

/** Shortens a text to `columns`; wide characters, as in Chinese, take two */
export function cut (text: string, columns: number): string {
  return countRows(text, columns) === 1 ? text : `${breakAnywhere(text, columns - 1)[0]}…`
}

/** Breaks lines that are too long between words, and indents what follows like their beginning */
export function wrapLines (text: string, columns: number): string {
  return text.split('\n').map(line => {
    if (countRows(line, columns) === 1) {
      return line
    }

    const [indent] = /^ */.exec(line) ?? ['']
    const width = Math.max(1, columns - indent.length)

    return wrapAnsi(line.slice(indent.length), width, { hard: true }).split('\n').map(part => `${indent}${part}`).join('\n')
  }).join('\n')
}

function breakAnywhere (text: string, columns: number): string[] {
  return wrapAnsi(text, Math.max(1, columns), { hard: true, trim: false, wordWrap: false }).split('\n')
}
