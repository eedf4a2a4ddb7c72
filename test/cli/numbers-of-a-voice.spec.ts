import { expect } from 'aegir/chai'
import { parseActivation, parseBitrate } from '../../src/cli/numbers.ts'

describe('the numbers of a voice on the command line', () => {
  it('are kbit/s from 16 to 128, and decibels from -80 to -10', () => {
    expect([parseBitrate('16'), parseBitrate('128'), parseActivation('-80'), parseActivation('-45.5'), parseActivation('-10')]).to.deep.equal([16, 128, -80, -45.5, -10])

    for (const parse of [() => parseBitrate('15'), () => parseBitrate('129'), () => parseBitrate('20.5'), () => parseActivation('45'), () => parseActivation('-81'), () => parseActivation('--45')]) {
      expect(parse).to.throw().with.property('name', 'UsageError')
    }
  })
})
