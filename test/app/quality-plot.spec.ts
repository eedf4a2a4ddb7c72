import { expect } from 'aegir/chai'
import { plot, topOf } from '../../src/app/model/quality-plot.ts'
import type { LinkSample } from '../../src/index.ts'

const PERIOD = { from: 0, to: 120_000 }

describe('the plot of a link', () => {
  const samples = (...jitters: Array<[second: number, jitter: number]>): LinkSample[] => jitters.map(([second, jitter]) => ({ at: second * 1_000, linkState: 'connected', jitter }))
  const draw = (list: LinkSample[], top: number): ReturnType<typeof plot> => plot(list, ({ jitter }) => jitter, PERIOD, top)

  it('is a line from left to right, with large values at the top', () => {
    expect(draw(samples([0, 0], [1, 50], [2, 100]), 100)).to.deep.equal({ path: 'M0.0 48.0L2.0 24.0L4.0 0.0', latest: 100 })
  })

  it('has gaps where nothing was measured, or there was no connection', () => {
    const list = samples([0, 0], [1, 0], [10, 0], [11, 0])
    list.splice(3, 0, { at: 10_500, linkState: 'reconnecting', jitter: 0 })

    expect(draw(list, 100).path.replace(/[\d. ]+/g, '')).to.equal('MLMM')
  })

  it('has no newest value while there is no connection', () => {
    expect(draw([...samples([0, 5]), { at: 1_000, linkState: 'reconnecting' }], 100).latest).to.equal(undefined)
  })

  it('has room for all values', () => {
    expect([topOf([], 100), topOf([30], 100), topOf([101], 100), topOf([450], 100)]).to.deep.equal([100, 100, 200, 800])
  })
})
