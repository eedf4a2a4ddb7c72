import { readFile } from 'node:fs/promises'
import { expect } from 'aegir/chai'
import { record } from '../../bench/record.ts'
import { drawPerformance } from '../../scripts/draw-performance.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import type { Recording } from '../../bench/record.ts'
import type { Ratio, Result } from '../../bench/report.ts'

function result (system: string, metric: string, median: number): Result {
  return { system, n: 2, metric, unit: 'ms', median, min: median - 1, max: median + 1, runs: 7 }
}

function ratio (against: string, value: number): Ratio {
  return { metric: 'time', n: 2, against, value, min: value, max: value, goal: 2, met: value <= 2 }
}

describe('the figures of docs/performance.md', () => {
  it('are drawn and in its tables as they were recorded: node dist/scripts/draw-performance.js writes them again', async () => {
    for (const [path, text] of await drawPerformance()) {
      expect(await readFile(repositoryPath(path), 'utf8'), path).to.equal(text)
    }
  })

  it('are replaced by those of a later run, without its steps, and kept where it has none', () => {
    const other: Recording = { name: 'join-wan', date: '2026-11-01', results: [result('ours', 'time', 9)], ratios: [] }
    const before: Recording = { name: 'join', date: '2026-11-01', results: [result('ours', 'time', 5), result('bare', 'time', 3)], ratios: [ratio('bare', 1.7), ratio('a bound', 3)] }
    const report = { name: 'join', results: [result('ours', 'time', 4), result('ours', 'time: offer created', 1)], ratios: [ratio('bare', 1.3)] }

    expect(record([before, other], report, '2026-12-01')).to.deep.equal([
      { name: 'join', date: '2026-12-01', results: [result('ours', 'time', 4), result('bare', 'time', 3)], ratios: [ratio('bare', 1.3), ratio('a bound', 3)] },
      other
    ])
  })
})
