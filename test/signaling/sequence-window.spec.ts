import { expect } from 'aegir/chai'
import { SEQUENCE_WINDOW } from '../../src/signaling/limits.ts'
import { SequenceWindow } from '../../src/signaling/sequence-window.ts'

describe('the sequence window', () => {
  it('accepts each number once, in any order', () => {
    const window = new SequenceWindow()

    expect([1n, 3n, 2n, 3n, 2n, 1n, 0n, -1n].map(sequence => window.accept(sequence))).to.deep.equal([true, true, true, false, false, false, false, false])
  })

  it('takes anything older than 256 for a replay', () => {
    expect(SEQUENCE_WINDOW).to.equal(256)
    const window = new SequenceWindow()
    const far = BigInt(SEQUENCE_WINDOW) * 3n
    window.accept(far)

    expect(window.accept(far - BigInt(SEQUENCE_WINDOW))).to.equal(false)
    expect(window.accept(far - BigInt(SEQUENCE_WINDOW) + 1n)).to.equal(true)
  })
})
