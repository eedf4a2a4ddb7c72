import { expect } from 'aegir/chai'
import { byWorth, keysByWorth } from '../../../bootstrap/dht/who-stays.ts'
import type { Claim } from '../../../bootstrap/dht/who-stays.ts'

/** A provider as five letters: p(roven), c(onnected), network */
function claim (text: string): Claim & { text: string } {
  const [proven, connected, network] = text

  return { text, proven: proven === 'p', connected: connected === 'c', network }
}

describe('which providers of a key are worth the most', () => {
  for (const [what, claims, order] of [
    ['the proven before the unproven', ['-c1', 'pc1', '--2', 'p-2'], ['pc1', 'p-2', '-c1', '--2']],
    ['the connected before those who have gone', ['p-1', 'pc1'], ['pc1', 'p-1']],
    ['the first of each network before the second of any', ['-c1', '-c1', '-c1', '-c2'], ['-c1', '-c2', '-c1', '-c1']],
    ['a network of many comes off no better by those who have gone', ['--1', '--1', '-c1', '-c2'], ['-c1', '-c2', '--1', '--1']]
  ] as Array<[string, string[], string[]]>) {
    it(what, () => {
      expect(byWorth(claims.map(claim), () => 0).map(({ text }) => text)).to.deep.equal(order)
    })
  }

  it('and in random order among equals', () => {
    const lots = [0.3, 0.1, 0.2]

    expect(byWorth(['-c1', '-c2', '-c3'].map(claim), () => lots.shift() ?? 0).map(({ network }) => network)).to.deep.equal(['2', '3', '1'])
  })
})

describe('which keys are worth the most', () => {
  it('keys with a connected provider, then those of small networks, then at random', () => {
    const lots = [0.9, 0.1, 0.5, 0.5, 0.5]
    const keys = [
      { key: 'second by lot', connected: false, crowd: 2 },
      { key: 'first by lot', connected: false, crowd: 2 },
      { key: 'of a crowd', connected: true, crowd: 1_000 },
      { key: 'of a crowd that has gone', connected: false, crowd: 1_000 },
      { key: 'the best', connected: true, crowd: 1 }
    ]

    expect(keysByWorth(keys, () => lots.shift() ?? 0).map(({ key }) => key))
      .to.deep.equal(['the best', 'of a crowd', 'first by lot', 'second by lot', 'of a crowd that has gone'])
  })
})
