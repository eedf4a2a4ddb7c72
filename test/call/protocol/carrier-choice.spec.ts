import { expect } from 'aegir/chai'
import { rankCarriers } from '../../../src/call/protocol/carrier-choice.ts'
import type { CarrierCandidate } from '../../../src/call/protocol/carrier-choice.ts'
import type { Quality } from '../../../src/link/index.ts'

interface Fact {
  ours?: Quality
  theirs?: Quality
  load?: number
  linkState?: CarrierCandidate['linkState']
  reports?: CarrierCandidate['linkState']
  onHold?: boolean
}

describe('who could carry voices to Zoe', () => {
  const candidates = (facts: Record<string, Fact>): CarrierCandidate[] => Object.entries(facts).map(([publicKey, { ours = 'good', theirs = 'good', load = 0, linkState = 'connected', reports = 'connected', onHold = false }]) => ({
    publicKey,
    linkState,
    onHold,
    links: new Map([['zoe', reports]]),
    qualities: new Map([['zoe', theirs]]),
    quality: { quality: ours },
    carries: Array.from({ length: load }, () => ['x', 'y'] as const)
  }))

  for (const [what, facts, ranked] of [
    ['nobody', {}, []],
    ['not Zoe', { zoe: {} }, []],
    ['nobody whose link with us is down', { ada: { linkState: 'reconnecting' } }, []],
    ['nobody whose link with Zoe is down', { ada: { reports: 'reconnecting' } }, []],
    ['nobody whose key is in doubt', { ada: { onHold: true } }, []],
    ['the better link of ours first', { ada: { ours: 'fair' }, ben: {} }, ['ben', 'ada']],
    ['the better link with Zoe first', { ada: { theirs: 'poor' }, ben: { theirs: 'fair' } }, ['ben', 'ada']],
    ['by the worse of both links', { ada: { ours: 'poor' }, ben: { ours: 'fair', theirs: 'fair' } }, ['ben', 'ada']],
    ['the less busy of two that are as good', { ada: { load: 2 }, ben: { load: 1 }, cat: { load: 3 } }, ['ben', 'ada', 'cat']],
    ['the busy one with better links', { ada: { load: 9 }, ben: { ours: 'fair' } }, ['ada', 'ben']],
    ['by key at last', { ben: {}, ada: {} }, ['ada', 'ben']]
  ] as Array<[string, Record<string, Fact>, string[]]>) {
    it(what, () => {
      expect(rankCarriers('zoe', candidates(facts))).to.deep.equal(ranked)
    })
  }

  it('a member whose links have not been measured is as good as any', () => {
    const [ada, ben] = candidates({ ada: { ours: 'fair' }, ben: {} })

    expect(rankCarriers('zoe', [ada, { ...ben, quality: undefined, qualities: new Map() }])).to.deep.equal(['ben', 'ada'])
  })
})
