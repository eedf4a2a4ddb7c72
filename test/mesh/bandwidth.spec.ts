import { expect } from 'aegir/chai'
import { estimateBandwidth } from '../../src/mesh/index.ts'

describe('the bandwidth estimate', () => {
  for (const [participantCount, uploadKbps, warning] of [
    [2, 50, false], [3, 100, false], [4, 150, false], [5, 200, true], [6, 250, true], [7, 300, true], [8, 350, true]
  ] as Array<[number, number, boolean]>) {
    it(`for ${participantCount} is ${uploadKbps} kbit/s each way${warning ? ', with a warning' : ''}`, () => {
      const { message, ...estimate } = estimateBandwidth(participantCount)

      expect(estimate).to.deep.equal({ uploadKbps, downloadKbps: uploadKbps, totalKbps: 2 * uploadKbps, participantCount, warning })
      expect(message != null).to.equal(warning)
    })
  }

  it('says that more than 8 are too many', () => {
    expect(estimateBandwidth(9).message).to.include('at most 8')
  })

  for (const count of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`is refused for ${count}`, () => {
      expect(() => estimateBandwidth(count)).to.throw(RangeError)
    })
  }
})
