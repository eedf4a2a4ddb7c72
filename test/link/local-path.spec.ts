import { expect } from 'aegir/chai'
import { isPathBroken, readLocalCandidate, SURVIVED_SLEEP } from '../../src/link/local-path.ts'

const GONE = '192.0.2.1'
const host = (address?: string): { candidateType: string, address?: string } => ({ candidateType: 'host', address })

describe('the path of a link', () => {
  const cases: Array<[string, Parameters<typeof isPathBroken>, boolean]> = [
    ['an address was added', [{ slept: 0, removed: [] }, host(GONE)], false],
    ['nothing is known', [{ slept: 0 }, host(GONE)], false],
    ['its address is gone', [{ slept: 0, removed: [GONE] }, host(GONE)], true],
    ['another address is gone', [{ slept: 0, removed: [GONE] }, host('192.0.2.2')], false],
    ['an address is gone, and its own is behind a NAT', [{ slept: 0, removed: [GONE] }, { candidateType: 'srflx', address: '198.51.100.1' }], true],
    ['an address is gone, and its own is hidden', [{ slept: 0, removed: [GONE] }, host()], true],
    ['an address is gone, and its own can\'t be read', [{ slept: 0, removed: [GONE] }], true],
    ['this process was stopped for a moment', [{ slept: SURVIVED_SLEEP }], false],
    ['this process slept', [{ slept: SURVIVED_SLEEP + 1 }], true]
  ]

  cases.forEach(([when, parameters, broken]) => {
    it(`${broken ? 'is gone for certain' : 'may still work'} when ${when}`, () => {
      expect(isPathBroken(...parameters)).to.equal(broken)
    })
  })

  it('begins at the local candidate of the selected pair, or of the nominated one', () => {
    const candidates = [{ id: 'l1', candidateType: 'host', address: GONE }, { id: 'l2', candidateType: 'prflx', ip: '192.0.2.2' }]
    const pairs = [
      { id: 'p1', type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'l1' },
      { id: 'p2', type: 'candidate-pair', nominated: false, state: 'succeeded', localCandidateId: 'l2' }
    ]

    expect(readLocalCandidate([...candidates, ...pairs])).to.deep.equal(host(GONE))
    expect(readLocalCandidate([...candidates, ...pairs, { type: 'transport', selectedCandidatePairId: 'p2' }])).to.deep.equal({ candidateType: 'prflx', address: '192.0.2.2' })
    expect(readLocalCandidate(candidates)).to.equal(undefined)
  })
})
