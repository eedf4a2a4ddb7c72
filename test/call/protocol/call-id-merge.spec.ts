import { expect } from 'aegir/chai'
import { CallIdMerge } from '../../../src/call/protocol/call-id-merge.ts'

const LOWEST = '0'.repeat(32)
const HIGHEST = 'f'.repeat(32)

describe('the id of a call', () => {
  it('is random', () => {
    expect(new CallIdMerge().current).to.match(/^[0-9a-f]{32}$/).and.not.equal(new CallIdMerge().current)
  })

  it('gives way to a lower id, and is still accepted', () => {
    const ids = new CallIdMerge()
    const old = ids.current
    ids.merge(LOWEST, false)

    expect(ids.current).to.equal(LOWEST)
    expect(ids.accepts(old)).to.equal(true)
    expect(ids.isSame(old)).to.equal(true)
  })

  it('stays when it meets a higher id, which is accepted from then on', () => {
    const ids = new CallIdMerge()
    const own = ids.current
    expect(ids.accepts(HIGHEST)).to.equal(false)
    expect(ids.isSame(HIGHEST)).to.equal(false)
    ids.merge(HIGHEST, false)

    expect(ids.current).to.equal(own)
    expect(ids.accepts(HIGHEST)).to.equal(true)
    expect(ids.isSame(HIGHEST)).to.equal(true)
  })

  it('gives way to any other while we are alone', () => {
    const ids = new CallIdMerge()
    ids.merge(HIGHEST, true)

    expect(ids.current).to.equal(HIGHEST)
  })

  it('accepts a lower id that hasn\'t been met yet, because it will give way to it', () => {
    const ids = new CallIdMerge(HIGHEST)

    expect(ids.accepts(LOWEST)).to.equal(true)
    expect(ids.isSame(LOWEST)).to.equal(false)
  })

  it('holds no id against anybody once it was told too many, because it may have forgotten it', () => {
    const ids = new CallIdMerge()
    const old = ids.current;
    [...'0123456789abcdef'].reverse().forEach(digit => { ids.merge(digit.padStart(32, '0'), false) })
    expect(ids.accepts(HIGHEST)).to.equal(false)
    ids.merge(HIGHEST.slice(1).padStart(32, '0'), false)

    expect(ids.isSame(old)).to.equal(false)
    expect(ids.accepts(old)).to.equal(true)
  })

  it('remembers only the last ones that it has merged with', () => {
    const ids = new CallIdMerge(LOWEST)
    const met = Array.from({ length: 40 }, (_, i) => i.toString(16).padStart(32, 'e'))
    met.forEach(id => { ids.merge(id, false) })

    expect(met.filter(id => ids.isSame(id))).to.deep.equal(met.slice(-16))
  })
})
