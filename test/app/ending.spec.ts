import { expect } from 'aegir/chai'
import { endingOf } from '../../src/app/session/ending.ts'
import { JoinRefusedError } from '../../src/index.ts'

describe('the end of a call on the page', () => {
  it('says which side has to update when two versions don\'t fit', () => {
    expect(['newer-version', 'older-version', 'not-a-member', 'other'].map(reason => endingOf(new JoinRefusedError(reason)).reason)).to.deep.equal(['outdated', 'ahead', 'outside', 'refused'])
  })
})
