import Table from 'cli-table3'
import { style } from './format.ts'

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
}

/** Formats a table; heads are dim, and no line has trailing spaces */
export function renderTable (columns: Column[], rows: string[][]): string {
  const table = new Table({
    chars: CHARS,
    head: columns.map(({ head }) => style('dim', head)),
    colAligns: columns.map(({ align = 'left' }) => align),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true }
  })

  table.push(...rows)

  return table.toString().split('\n').map(line => `  ${line}`.trimEnd()).join('\n')
}
