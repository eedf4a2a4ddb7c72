import Table from 'cli-table3'
import { style } from './format.ts'
import { countRows, DEFAULT_COLUMNS } from './wrap.ts'

/** Only one line, below the heads: a table that is redrawn many times a second should be calm */
const CHARS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  '
}

export interface Column {
  head: string
  align?: 'left' | 'right'
  /** Whether to leave it out when the terminal is narrow, and in which order: the smallest number goes first */
  dispensable?: number
}

/** Returns the columns of the terminal; a file or another program has room for any line */
export function terminalWidth (stream: NodeJS.WriteStream = process.stdout): number {
  return stream.isTTY ? stream.columns ?? DEFAULT_COLUMNS : Infinity
}

/**
 * Formats a table; heads are dim, and no line has trailing spaces
 *
 * @param columns - from left to right
 * @param rows - the cells of each line
 * @param width - columns of the terminal, see `terminalWidth`
 */
export function renderTable (columns: Column[], rows: string[][], width = Infinity): string {
  const text = renderAll(columns, rows)
  const least = columns.reduce((found, { dispensable = Infinity }, index) => dispensable < (columns[found]?.dispensable ?? Infinity) ? index : found, -1)

  if (least < 0 || width === Infinity || text.split('\n').every(line => countRows(line, width) === 1)) {
    return text
  }

  return renderTable(columns.filter((_, index) => index !== least), rows.map(row => row.filter((_, index) => index !== least)), width)
}

function renderAll (columns: Column[], rows: string[][]): string {
  const table = new Table({
    chars: CHARS,
    head: columns.map(({ head }) => style('dim', head)),
    colAligns: columns.map(({ align = 'left' }) => align),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true }
  })

  table.push(...rows)

  return table.toString().split('\n').map(line => `  ${line}`.trimEnd()).join('\n')
}
