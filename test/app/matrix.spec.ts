import { expect } from 'aegir/chai'
import { makeMatrix, Matrix } from '../../src/app/session/matrix.ts'
import type { LinkState, Participant } from '../../src/index.ts'

const SELF = { publicKey: 'a', name: 'Ada' }

describe('who hears whom', () => {
  it('is complete when everybody says so of everybody', () => {
    const matrix = makeMatrix(SELF, [participant('b', 'connected', { a: 'connected', c: 'connected' }), participant('c', 'connected', { a: 'connected', b: 'connected' })])

    expect(matrix.complete).to.equal(true)
    expect(matrix.people.map(({ publicKey }) => publicKey)).to.deep.equal(['a', 'b', 'c'])
  })

  it('shows a pair of others that is not connected', () => {
    const { cells, complete } = makeMatrix(SELF, [participant('b', 'connected', { a: 'connected', c: 'reconnecting' }), participant('c', 'connected', { a: 'connected' })])

    expect(complete).to.equal(false)
    expect(cells).to.deep.equal([
      [undefined, 'connected', 'connected'],
      ['connected', undefined, 'reconnecting'],
      ['connected', undefined, undefined]
    ])
  })

  it('of one who is alone is complete', () => {
    expect(makeMatrix(SELF, []).complete).to.equal(true)
  })

  it('is worth telling when somebody is not heard for a while, and not while people join', () => {
    const matrix = new Matrix()
    const worries = (linkState: LinkState, now: number): boolean => matrix.update(SELF, [participant('b', linkState, { a: linkState })], now).worrying

    expect([worries('connecting', 0), worries('connecting', 2_999)]).to.deep.equal([false, false])
    expect(worries('connected', 3_000)).to.equal(false)
    expect([worries('reconnecting', 10_000), worries('reconnecting', 12_999), worries('reconnecting', 13_000)]).to.deep.equal([false, false, true])
    expect(worries('connected', 13_100)).to.equal(false)
  })
})

function participant (publicKey: string, linkState: LinkState, links: Record<string, LinkState>): Participant {
  return { publicKey, name: publicKey, linkState, links: new Map(Object.entries(links)) } as unknown as Participant
}
