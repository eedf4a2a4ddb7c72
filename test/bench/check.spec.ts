import { expect } from 'aegir/chai'
import { compareWith, isWorse, renew } from '../../bench/check/baseline.ts'
import type { Before } from '../../bench/check/baseline.ts'
import type { Report } from '../../bench/report.ts'

function before (value: number, min: number, max: number): Before {
  return { bench: 'join', metric: 'time', n: 2, against: 'bare', value, min, max }
}

function report (value: number, min: number, max: number, name = 'join', n = 2): Report {
  return { name, results: [], ratios: [{ metric: 'time', n, against: 'bare', value, min, max, goal: 1.6, met: value <= 1.6 }] }
}

describe('bench check', () => {
  for (const { what, now, earlier, worse } of [
    { what: 'is much larger, outside both spreads', now: { value: 2.6, min: 2.4 }, earlier: before(2, 1.8, 2.3), worse: true },
    { what: 'is a quarter larger', now: { value: 2.5, min: 2.45 }, earlier: before(2, 1.9, 2.1), worse: false },
    { what: 'has once been as large', now: { value: 2.6, min: 2.4 }, earlier: before(2, 1.8, 2.7), worse: false },
    { what: 'was once as small as before', now: { value: 2.6, min: 1.9 }, earlier: before(2, 1.8, 2.3), worse: false },
    { what: 'is smaller', now: { value: 1, min: 0.9 }, earlier: before(2, 1.8, 2.3), worse: false },
    { what: 'was zero and is still', now: { value: 0, min: 0 }, earlier: before(0, 0, 0), worse: false },
    { what: 'is no longer zero', now: { value: 1, min: 1 }, earlier: before(0, 0, 0), worse: true }
  ]) {
    it(`a ratio that ${what} is ${worse ? '' : 'not '}worse`, () => {
      expect(isWorse(now, earlier)).to.equal(worse)
    })
  }

  it('compares a ratio with the one of the same benchmark and size, and lists the others', () => {
    const { ratios, added, missing } = compareWith([before(2, 1.8, 2.3), { ...before(2, 1.8, 2.3), n: 8 }, { ...before(1, 1, 1), bench: 'cold' }], [report(2.6, 2.4, 2.8), report(9, 9, 9, 'join', 4)])

    expect(ratios).to.deep.equal([{ metric: 'join: time', n: 2, against: 'bare; before 2 (1.8 to 2.3)', value: 2.6, min: 2.4, max: 2.8, goal: 2.5, met: false }])
    expect([added, missing]).to.deep.equal([['join, N=4: time / bare'], ['join, N=8: time / bare']])
  })

  it('an update replaces what was measured, and keeps the rest', () => {
    const other = { ...before(1, 1, 1), bench: 'cold' }

    expect(renew([before(2, 1.8, 2.3), other], [report(3, 2.9, 3.1), report(5, 4, 6, 'late')])).to.deep.equal([
      before(3, 2.9, 3.1),
      other,
      { ...before(5, 4, 6), bench: 'late' }
    ])
  })
})
