import { expect } from 'aegir/chai'
import { agree } from '../../src/discovery/agree.ts'

describe('clocks that agree', () => {
  const cases: Array<[title: string, differences: number[], groups: Array<[difference: number, reports: number]>]> = [
    ['nobody', [], []],
    ['one', [7], [[7, 1]]],
    ['three within the tolerance, by their median', [10, 4, 5], [[5, 3]]],
    ['two groups, the larger first', [100, 0, 1, 2], [[1, 3], [100, 1]]],
    ['none with another', [30, 0, 15], [[0, 1], [15, 1], [30, 1]]],
    ['at the edge of the tolerance', [0, 10, 11], [[10, 2], [11, 1]]],
    ['no chain of them', [0, 6, 12, 18], [[6, 2], [18, 2]]]
  ]

  cases.forEach(([title, differences, groups]) => {
    it(`are ${title}`, () => {
      expect(agree(differences, 10)).to.deep.equal(groups.map(([difference, reports]) => ({ difference, reports })))
    })
  })
})
