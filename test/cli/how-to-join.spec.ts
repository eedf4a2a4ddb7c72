import { stripVTControlCharacters } from 'node:util'
import { expect } from 'aegir/chai'
import { parsePageUrl } from '../../src/cli/options.ts'
import { howToJoin } from '../../src/cli/terminal/how-to-join.ts'
import { countRows } from '../../src/cli/terminal/wrap.ts'

const INVITE = `groupcall://join#${'AhIHZnJpZW5kcxog'.repeat(12)}`
const PAGE = 'https://talk.example.org/'
const LINK = `${PAGE}#${INVITE.split('#')[1]}`
const intro = 'They run:'

const shown = (pageUrl: string | undefined, terminal?: { columns: number, rows: number }): string => stripVTControlCharacters(howToJoin({ invite: INVITE, pageUrl, intro, below: 8 }, terminal))

describe('an invitation in a terminal', () => {
  for (const [columns, rows] of [[60, 24], [60, 60], [80, 24], [80, 60], [200, 24], [200, 60]]) {
    it(`keeps its links on a screen of ${columns} × ${rows}, and has whole lines to copy`, () => {
      const text = shown(PAGE, { columns, rows })
      const fits = text.split('\n').reduce((sum, line) => sum + countRows(line, columns), 0) + 8

      expect(text.split('\n')).to.include(`groupcall call '${INVITE}'`).and.include(LINK)
      expect(fits).to.be.at.most(rows)
      // behind the code, so that it is what scrolls away first
      expect(text.includes('█')).to.equal(rows === 60)
      expect(text.indexOf('█')).to.be.lessThan(text.indexOf(INVITE))
      expect(text.includes('A QR code needs a terminal of')).to.equal(rows < 60)
    })
  }

  it('has no QR code that phones can\'t open, but a hint', () => {
    expect(shown(undefined, { columns: 80, rows: 60 })).to.include('--page-url').and.not.include('█')
    expect(shown(undefined)).to.equal(`They run:\n\ngroupcall call '${INVITE}'`)
  })
})

describe('the page that others open', () => {
  it('is served over https', () => {
    expect(parsePageUrl('https://talk.example.org/call/?lang=de#x')).to.equal('https://talk.example.org/call/?lang=de')

    for (const text of ['http://talk.example.org/', 'https://localhost:4804/', 'https://127.0.0.1/', 'talk.example.org', '']) {
      expect(() => parsePageUrl(text)).to.throw('isn\'t a page that others can use')
    }
  })
})
