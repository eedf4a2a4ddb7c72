import { expect } from 'aegir/chai'
import { makeParticipantState } from '../../src/app/session/participant-state.ts'
import type { Participant, Quality } from '../../src/index.ts'

describe('the quality on a tile', () => {
  const qualityOf = (linkState: string, quality?: string): Quality | undefined => makeParticipantState({ linkState, quality: quality == null ? undefined : { quality } } as unknown as Participant, { volume: 1, silenced: false }, '').quality

  it('is unknown, not lost, while the first connection is made', () => {
    expect([qualityOf('new'), qualityOf('connecting'), qualityOf('connected')]).to.deep.equal([undefined, undefined, undefined])
  })

  it('is lost once a connection that was there is gone', () => {
    expect([qualityOf('connected', 'fair'), qualityOf('reconnecting', 'fair'), qualityOf('connecting', 'fair')]).to.deep.equal(['fair', 'lost', 'lost'])
  })
})
