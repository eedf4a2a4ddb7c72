import { expect } from 'aegir/chai'
import { fitName } from '../../src/app/model/fit-name.ts'
import { checkName } from '../../src/index.ts'

describe('a name that the user types', () => {
  for (const [typed, fits] of [
    ['  Ada ', 'Ada'],
    ['حسن', 'حسن'],
    ['a'.repeat(70), 'a'.repeat(64)],
    ['👩‍👩‍👧‍👦'.repeat(9), '👩‍👩‍👧‍👦'.repeat(2)],
    [`${'a'.repeat(62)} é b`, `${'a'.repeat(62)}`],
    ['Ada\u0007\u202e', 'Ada'],
    ['\u0007 ', ''],
    ['\u3164', ''],
    ['\u2800 \u2800', ''],
    ['\u200b', ''],
    ['\u2060\ufe0f', ''],
    ['\u3164Ada', '\u3164Ada']
  ]) {
    it(`${JSON.stringify(typed)} is ${JSON.stringify(fits)}`, () => {
      expect(fitName(typed)).to.equal(fits)

      if (fits === '') {
        expect(() => checkName(typed, 'A person')).to.throw('name')
      } else {
        expect(checkName(fits, 'A person')).to.equal(fits)
      }
    })
  }
})
