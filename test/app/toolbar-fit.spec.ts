import { expect } from 'aegir/chai'
import { fitToolbar, MOVABLE } from '../../src/app/model/toolbar-fit.ts'

describe('the toolbar of a call', () => {
  for (const [what, width, shown] of [
    ['before it is measured', 0, []],
    ['in a sidebar', 20, ['chat']],
    ['on a phone', 24.4, ['chat', 'react']],
    ['on a tablet', 51, [...MOVABLE]],
    ['on a desktop', 80, [...MOVABLE]]
  ] as const) {
    it(`shows what there is room for, ${what}, and the rest in its menu`, () => {
      const fit = fitToolbar(width)

      expect(fit.shown).to.deep.equal(shown)
      expect([...fit.shown, ...fit.menu]).to.deep.equal([...MOVABLE, 'safety', 'matrix', 'help'])
    })
  }
})
