import { expect } from 'aegir/chai'
import { CallIds } from '../../src/call/call-ids.ts'

const LOWEST = '0'.repeat(32)
const HIGHEST = 'f'.repeat(32)

describe('call ids', () => {
  it('are random', () => {
    expect(new CallIds().current).to.match(/^[0-9a-f]{32}$/).and.not.equal(new CallIds().current)
  })

  it('give way to a lower one, and still accept the old', () => {
    const ids = new CallIds()
    const old = ids.current
    ids.merge(LOWEST, false)

    expect(ids.current).to.equal(LOWEST)
    expect(ids.accepts(old)).to.equal(true)
  })

  it('stay when a higher one is met, and accept it', () => {
    const ids = new CallIds()
    const own = ids.current
    expect(ids.accepts(HIGHEST)).to.equal(false)
    ids.merge(HIGHEST, false)

    expect(ids.current).to.equal(own)
    expect(ids.accepts(HIGHEST)).to.equal(true)
  })

  it('of one who is alone give way to any', () => {
    const ids = new CallIds()
    ids.merge(HIGHEST, true)

    expect(ids.current).to.equal(HIGHEST)
  })

  it('remember only some', () => {
    const ids = new CallIds()
    ids.merge(LOWEST, false)
    const met = Array.from({ length: 40 }, (_, i) => i.toString(16).padStart(32, 'e'))
    met.forEach(id => { ids.merge(id, false) })

    expect(met.filter(id => ids.accepts(id))).to.have.lengthOf(16)
  })
})
