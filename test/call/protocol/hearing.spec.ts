import { expect } from 'aegir/chai'
import { hearingOf, REPORT_LIFETIME } from '../../../src/call/protocol/hearing.ts'
import type { LinkState } from '../../../src/link/index.ts'

const NOW = 100_000

/** The state of our link to a participant, and the states of its links by its own account, which came so many ms ago */
type Other = [LinkState, Record<string, LinkState>, number?]

function hearing (others: Record<string, Other>): { heard: string[], awaited: string[] } {
  const { heard, awaited } = hearingOf(Object.entries(others).map(([publicKey, [linkState, links, age = 60_000]]) => ({
    publicKey,
    linkState,
    links: new Map(Object.entries(links)),
    linksAt: NOW - age
  })), NOW)

  return { heard: [...heard].filter(key => key in others), awaited: [...awaited].filter(key => key in others) }
}

describe('who else hears Dan', () => {
  for (const [ben, heard, awaited] of [
    [['connected', {}], false, false],
    [['connected', { dan: 'connected' }], true, true],
    [['connected', { dan: 'reconnecting' }], false, true],
    [['connected', { dan: 'connecting' }], false, false],
    [['connected', { dan: 'closed' }], false, false],
    [['reconnecting', { dan: 'connected' }], false, true],
    [['connecting', { dan: 'connected' }, 0], false, false],
    [['closed', { dan: 'connected' }, 0], false, false]
  ] as Array<[Other, boolean, boolean]>) {
    it(`${JSON.stringify(ben)}: heard ${heard}, awaited ${awaited}`, () => {
      const result = hearing({ ben, dan: ['connecting', {}] })

      expect(result.heard.includes('dan')).to.equal(heard)
      expect(result.awaited.includes('dan')).to.equal(awaited)
    })
  }

  it('is not for Dan to say', () => {
    expect(hearing({ dan: ['connected', { dan: 'connected' }] }).heard).to.deep.equal([])
  })

  it('is also said by somebody that only others hear, as long as its report is fresh', () => {
    const others = (age: number): Record<string, Other> => ({
      ben: ['connected', { cleo: 'connected' }],
      cleo: ['connecting', { ben: 'connected', dan: 'connected' }, age],
      dan: ['connecting', {}]
    })

    expect(hearing(others(REPORT_LIFETIME - 1)).heard).to.include.members(['cleo', 'dan'])
    expect(hearing(others(REPORT_LIFETIME)).heard).to.include('cleo').and.not.include('dan')
  })

  it('is not said by members that only hear each other', () => {
    expect(hearing({ cleo: ['closed', { dan: 'connected' }, 0], dan: ['closed', { cleo: 'connected' }, 0], ben: ['connected', {}] })).to.deep.equal({ heard: [], awaited: [] })
  })
})
