import { expect } from 'aegir/chai'
import { nameSections, namesAnother } from '../../src/link/offer-names.ts'

const LARGEST = (1n << 64n) - 1n

describe('the sections of an offer', () => {
  it('have names that show which connection an answer belongs to', () => {
    const names = nameSections({ audio: '0', data: '1' }, LARGEST)

    expect([names.audio, names.data].every(name => name != null && name.length <= 32)).to.equal(true)
    expect(namesAnother(names, LARGEST)).to.equal(false)
    expect(namesAnother(names, 1n)).to.equal(true)
  })

  it('may be called something else in an answer', () => {
    expect(namesAnother({ audio: '0', data: '1' }, 1n)).to.equal(false)
  })
})
