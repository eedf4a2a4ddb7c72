import { expect } from 'aegir/chai'
import { clockWords } from '../../src/app/model/clock-words.ts'
import { text as de } from '../../src/app/text/languages/de.ts'
import { text as en } from '../../src/app/text/languages/en.ts'

describe('a clock that is wrong', () => {
  for (const [difference, english, german] of [
    [7_380_000, 'Your clock is 2 h 3 min fast.', 'Deine Uhr geht 2 Std. 3 Min. vor.'],
    [-300_001, 'Your clock is 5 min slow.', 'Deine Uhr geht 5 Min. nach.'],
    [-3_600_000, 'Your clock is 1 h slow.', 'Deine Uhr geht 1 Std. nach.'],
    [172_800_000, 'Your clock is 2 days fast.', 'Deine Uhr geht 2 Tage vor.']
  ] as const) {
    it(`is reported if it is off by ${difference} ms`, () => {
      expect(clockWords(difference, en)).to.satisfy((words: string) => words.startsWith(english), clockWords(difference, en))
      expect(clockWords(difference, de)).to.satisfy((words: string) => words.startsWith(german), clockWords(difference, de))
    })
  }
})
