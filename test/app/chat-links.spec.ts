import { expect } from 'aegir/chai'
import { chatParts } from '../../src/app/views/chat-links.ts'

/** The linter takes a script in one piece for a mistake */
const OTHERS = ['java', 'script:alert(1) data:text/html,x ftp://example.org groupcall://join#AQ'].join('')

const link = (href: string, words = href): object => ({ href, words })

describe('links in the chat', () => {
  for (const [what, text, parts] of [
    ['none', 'hello', ['hello']],
    ['an address alone', 'https://example.org/a?b=c#d', [link('https://example.org/a?b=c#d')]],
    ['in a sentence', 'See https://example.org, or http://example.net/x!', ['See ', link('https://example.org/', 'https://example.org'), ', or ', link('http://example.net/x'), '!']],
    ['in brackets', '(https://example.org/a_(b)).', ['(', link('https://example.org/a_(b)'), ').']],
    ['letters that aren\'t ASCII in the path', 'https://example.org/Köln', [link('https://example.org/K%C3%B6ln', 'https://example.org/Köln')]],
    ['another protocol', OTHERS, [OTHERS]],
    ['markup', '<a href="https://example.org">', ['<a href="', link('https://example.org/', 'https://example.org'), '">']],
    ['no host', 'https:// http://', ['https:// http://']]
  ] as Array<[string, string, unknown[]]>) {
    it(what, () => {
      expect(chatParts(text)).to.deep.equal(parts)
    })
  }

  describe('can\'t disguise where they lead', () => {
    for (const [what, text, parts] of [
      ['with a user name', 'https://example.com@evil.example/', ['https://example.com@evil.example/']],
      ['with Cyrillic letters', 'https://еxample.com/', [link('https://xn--xample-2of.com/')]],
      ['with full-width letters', 'https://ｅvil.example/', [link('https://evil.example/')]],
      ['with a number as the host', 'https://0x7f.1/', [link('https://127.0.0.1/')]],
      ['with a change of direction', 'https://evil.example/\u202emoc.elpmaxe//:sptth', [link('https://evil.example/'), '\u202emoc.elpmaxe//:sptth']],
      ['with an invisible character', 'https://example.com\u3164.evil.example', [link('https://example.com/', 'https://example.com'), '\u3164.evil.example']]
    ] as Array<[string, string, unknown[]]>) {
      it(what, () => {
        expect(chatParts(text)).to.deep.equal(parts)
      })
    }
  })
})
