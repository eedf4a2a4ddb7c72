import Table from 'cli-table3'
import { style } from './format.ts'

/** No lines but one under the heads: a table that is drawn many times a second is to be quiet */
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

/** A table of text; heads are dim, and no line is longer than its content */
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
