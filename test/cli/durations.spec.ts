import { expect } from 'aegir/chai'
import { durationParser, durationWords } from '../../src/cli/durations.ts'
import { shellWord } from '../../src/cli/words.ts'

describe('times on the command line', () => {
  const parse = durationParser('--expires')

  for (const [text, ms] of [['1m', 60_000], ['90m', 5_400_000], ['24h', 86_400_000], [' 7D ', 604_800_000], ['366d', 31_622_400_000]] as const) {
    it(`"${text}" are ${ms} ms`, () => {
      expect(parse(text)).to.equal(ms)
    })
  }

  for (const text of ['', '0m', '24', 'h', '1.5h', '-1h', '10s', '367d', '1e3m', '24h\nx', '9999999999d', 'NaNm']) {
    it(`${JSON.stringify(text)} is none`, () => {
      expect(() => parse(text)).to.throw(/^--expires ".*" isn't a valid time: .*90m, 24h or 7d/).with.property('name', 'UsageError')
    })
  }
})

describe('times that the command line shows', () => {
  for (const [ms, words] of [[300_001, '5 min'], [3_599_999, '1 h'], [7_380_000, '2 h 3 min'], [172_799_000, '48 h'], [172_800_000, '2 days'], [1.7e12, '19676 days']] as const) {
    it(`${ms} ms are ${words}`, () => {
      expect(durationWords(ms)).to.equal(words)
    })
  }
})

describe('names in a command line', () => {
  for (const [name, word] of [['friends', 'friends'], ['a-b_c.1', 'a-b_c.1'], ['my friends', '\'my friends\''], ['it\'s', '\'it\'\\\'\'s\''], ['$(rm)', '\'$(rm)\''], ['', '\'\'']] as const) {
    it(`${name} is written ${word}`, () => {
      expect(shellWord(name)).to.equal(word)
    })
  }
})
