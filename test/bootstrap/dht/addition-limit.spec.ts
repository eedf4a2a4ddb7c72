import { expect } from 'aegir/chai'
import { AdditionLimit } from '../../../bootstrap/dht/addition-limit.ts'
import { ADDITION_PERIOD, MAX_ADDITIONS, MAX_COUNTED_PEERS } from '../../../bootstrap/dht/limits.ts'

describe('additions to a DHT server', () => {
  it('are 30 a minute for each peer, and the oldest are removed', () => {
    const limit = new AdditionLimit()
    const gone = Array.from({ length: MAX_ADDITIONS + 3 }, (_, i) => limit.add('a', `key ${i}`, i))

    expect(gone).to.deep.equal([...new Array(MAX_ADDITIONS).fill(undefined), 'key 0', 'key 1', 'key 2'])
    expect(limit.add('b', 'key 0', 0)).to.equal(undefined)
    expect(limit.add('a', 'another', ADDITION_PERIOD - 1)).to.equal('key 3')
    expect(limit.add('a', 'and another', ADDITION_PERIOD + MAX_ADDITIONS + 3)).to.equal(undefined)
  })

  it('are none when they only renew', () => {
    const limit = new AdditionLimit()
    const gone = Array.from({ length: 10 * MAX_ADDITIONS }, (_, i) => limit.add('a', `key ${i % MAX_ADDITIONS}`, i))

    expect(new Set(gone)).to.deep.equal(new Set([undefined]))
  })

  it('are counted for 4,096 peers, and new peers are never kept out', () => {
    const limit = new AdditionLimit()

    for (let i = 0; i < MAX_COUNTED_PEERS + 5; i++) {
      limit.add(`${i}`, 'key', 0)
    }

    expect(limit.size).to.equal(MAX_COUNTED_PEERS)
  })
})
