import { randomBytes } from '@libp2p/crypto'
import { expect } from 'aegir/chai'
import { open, seal, SEAL_OVERHEAD } from '../../src/signaling/seal.ts'

const KEY = randomBytes(32)
const PLAIN = Uint8Array.from({ length: 20 }, (_, index) => index)

describe('a seal', () => {
  it('opens under its key, and is different each time', () => {
    const sealed = seal(KEY, PLAIN)

    expect(sealed).to.have.lengthOf(PLAIN.length + SEAL_OVERHEAD)
    expect(open(KEY, sealed)).to.deep.equal(PLAIN)
    expect(seal(KEY, PLAIN)).to.not.deep.equal(sealed)
  })

  it('does not open with any bit of it turned, and never says which', () => {
    const sealed = seal(KEY, PLAIN)

    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const turned = sealed.slice()
      turned[bit >> 3] ^= 1 << (bit & 7)
      expect(open(KEY, turned), `bit ${bit}`).to.equal(undefined)
    }
  })

  it('does not open when it is cut short, longer, or of another key', () => {
    const sealed = seal(KEY, PLAIN)

    for (let length = 0; length < sealed.length; length++) {
      expect(open(KEY, sealed.subarray(0, length)), `${length} bytes`).to.equal(undefined)
    }

    expect(open(KEY, Uint8Array.of(...sealed, 0))).to.equal(undefined)
    expect(open(randomBytes(32), sealed)).to.equal(undefined)
  })
})
