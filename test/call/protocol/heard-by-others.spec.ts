import { expect } from 'aegir/chai'
import { isHeardByOthers } from '../../../src/call/protocol/participants.ts'
import type { LinkState } from '../../../src/link/index.ts'

/** The state of our link to a participant, and the state of its link to Dan by its own account */
type Other = [LinkState, LinkState | undefined]

describe('whether anybody else hears Dan', () => {
  for (const [others, heard] of [
    [[], false],
    [[['connected', 'connected']], true],
    [[['connected', 'reconnecting']], false],
    [[['connected', undefined]], false],
    [[['reconnecting', 'connected']], false],
    [[['connected', 'connecting'], ['connected', 'connected']], true],
    [[['connecting', 'connected'], ['connected', 'closed']], false]
  ] as Array<[Other[], boolean]>) {
    it(`${JSON.stringify(others)}: ${heard}`, () => {
      const participants = others.map(([linkState, toDan], index) => ({
        publicKey: `${index}`,
        linkState,
        links: new Map(toDan == null ? [] : [['dan', toDan]])
      }))

      expect(isHeardByOthers('dan', participants)).to.equal(heard)
    })
  }

  it('is not for Dan to say', () => {
    expect(isHeardByOthers('dan', [{ publicKey: 'dan', linkState: 'connected', links: new Map([['dan', 'connected']]) }])).to.equal(false)
  })
})
