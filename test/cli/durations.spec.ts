import { expect } from 'aegir/chai'
import { durationParser } from '../../src/cli/durations.ts'
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
      expect(() => parse(text)).to.throw(/^--expires ".*" cannot be used: .*90m, 24h or 7d/).with.property('name', 'UsageError')
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
