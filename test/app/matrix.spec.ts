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

  it('includes pairs that hear each other through a member, or through the user', () => {
    const others = (): Participant[] => [participant('b', 'connected', { a: 'connected', c: 'connecting' }), participant('c', 'connected', { a: 'connected', b: 'connecting' }), participant('d', 'closed', { a: 'closed', b: 'connected', c: 'connected' })]
    const [ben, cat, dan] = others()
    Object.assign(ben, { links: new Map([...ben.links, ['d', 'connected']]), carries: [['a', 'd']] })
    Object.assign(cat, { links: new Map([...cat.links, ['d', 'connected']]) })

    expect(makeMatrix(SELF, [ben, cat, dan], [['b', 'c']])).to.deep.include({
      complete: true,
      cells: [
        [undefined, 'connected', 'connected', 'carried'],
        ['connected', undefined, 'carried', 'connected'],
        ['connected', 'carried', undefined, 'connected'],
        ['carried', 'connected', 'connected', undefined]
      ]
    })
    expect(makeMatrix(SELF, [ben, cat, dan]).complete).to.equal(false)
  })

  it('is complete for a user who is alone', () => {
    expect(makeMatrix(SELF, []).complete).to.equal(true)
  })

  it('says of a participant that only others hear that the user does not', () => {
    const unlinked = { ...participant('b', 'connecting', { a: 'connecting' }), unlinked: true }

    expect(makeMatrix(SELF, [unlinked]).cells).to.deep.equal([[undefined, 'closed'], ['connecting', undefined]])
  })

  it('is reported when a participant isn\'t heard for a while, but not while people join', () => {
    const matrix = new Matrix()
    const worries = (linkState: LinkState, now: number): boolean => matrix.update(SELF, [participant('b', linkState, { a: linkState })], now).worrying

    expect([worries('connecting', 0), worries('connecting', 2_999)]).to.deep.equal([false, false])
    expect(worries('connected', 3_000)).to.equal(false)
    expect([worries('reconnecting', 10_000), worries('reconnecting', 12_999), worries('reconnecting', 13_000)]).to.deep.equal([false, false, true])
    expect(worries('connected', 13_100)).to.equal(false)
  })

  it('is not reported while one person after another joins', () => {
    const matrix = new Matrix()
    const joining = (publicKey: string, now: number): boolean => matrix.update(SELF, [participant(publicKey, 'connecting', { a: 'connecting' })], now).worrying

    expect([joining('b', 0), joining('b', 2_000), joining('c', 2_500), joining('c', 4_000), joining('d', 5_000)]).to.deep.equal([false, false, false, false, false])
  })
})

function participant (publicKey: string, linkState: LinkState, links: Record<string, LinkState>): Participant {
  return { publicKey, name: publicKey, linkState, links: new Map(Object.entries(links)), carries: [] } as unknown as Participant
}
