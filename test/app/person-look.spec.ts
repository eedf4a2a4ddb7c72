import { expect } from 'aegir/chai'
import { hueOf, initials } from '../../src/app/model/person-look.ts'

describe('the picture of a person', () => {
  for (const [name, letters] of [['Ada', 'A'], ['ada lovelace', 'AL'], ['Jean-Luc  de Picard', 'JP'], ['حسن', 'ح'], ['👩‍🚀 Sally', '👩‍🚀S'], ['_', ''], ['', '']]) {
    it(`has the letters "${letters}" for "${name}"`, () => {
      expect(initials(name)).to.equal(letters)
    })
  }

  it('has a colour that comes from the whole circle, and only from the key', () => {
    const hues = Array.from({ length: 256 }, (_, index) => hueOf(`${index.toString(16).padStart(2, '0')}5f`.repeat(16)))

    expect(hues.every(hue => hue >= 0 && hue < 360)).to.equal(true)
    expect(new Set(hues.map(hue => Math.floor(hue / 60))).size).to.equal(6)
    expect(hueOf('5f3b9a41'.repeat(8))).to.equal(hueOf('5f3b9a41'.repeat(8)))
    expect(hueOf('')).to.equal(0)
  })
})
