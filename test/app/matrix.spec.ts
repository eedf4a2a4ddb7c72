import { expect } from 'aegir/chai'
import { makeMatrix } from '../../src/app/session/matrix.ts'
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
})

function participant (publicKey: string, linkState: LinkState, links: Record<string, LinkState>): Participant {
  return { publicKey, name: publicKey, linkState, links: new Map(Object.entries(links)) } as unknown as Participant
}
