import { expect } from 'aegir/chai'
import { createGroup, createInvite, findInvite, InviteError, parseInvite } from '../../src/group/index.ts'
import { FIRST_FORMAT } from './fixtures/first-format.ts'
import { newerInvite } from './fixtures/newer-invite.ts'
import type { InviteErrorCode } from '../../src/group/index.ts'

const ADDRESS = '/ip4/192.0.2.1/tcp/4801/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q'
const BASE = 'https://talk.example.org/call/'

/** Fixed, and with both - and _ in its fragment, because those are what programs change */
const group = { ...createGroup({ name: 'friends >> ???', owner: { publicKey: 'ab'.repeat(32) } }), id: new Uint8Array(32).fill(0xfb), secret: new Uint8Array(32).fill(0xff) }
const link = createInvite(group, { addresses: [ADDRESS], base: BASE })
const bare = createInvite(group, { addresses: [ADDRESS] })
const fragment = link.split('#')[1]

const every = (size: number, text: string, glue: string): string => text.match(new RegExp(`.{1,${size}}`, 'gs'))?.join(glue) ?? ''
const escapedOnce = encodeURIComponent(link)

const READABLE: Record<string, string> = {
  'a link': link,
  'a link for the command': bare,
  'a fragment': fragment,
  'a fragment with its #': `#${fragment}`,
  'white space around it': `\n\t  ${link}  \r\n`,
  'a full stop behind it': `${link}.`,
  'an ellipsis behind it': `${link}…`,
  'a comma and more text': `${link}, see you there`,
  'a parenthesis behind it': `(join us: ${link})`,
  'a slash behind it': `${link}/`,
  'a lone > behind it': `${link}>`,
  'angle brackets': `<${link}>`,
  'angle brackets around a fragment': `<${fragment}>`,
  'double quotes': `"${link}"`,
  'single quotes': `'${bare}'`,
  'typographic quotes': `„${link}“`,
  backticks: `\`${bare}\``,
  'a code block': `\`\`\`\n${bare}\n\`\`\``,
  'the command': `groupcall call '${bare}' --name Ben`,
  'a Markdown link': `[Join the call](${link})`,
  'a Markdown link with a title': `[Join](${link} "Friday")`,
  'a Markdown link whose text is the link': `[${link}](${link})`,
  'Markdown emphasis': `_${link}_ and **${link}**`,
  'Markdown emphasis around a fragment': `_${fragment}_`,
  'Markdown escapes': link.replaceAll('_', '\\_').replaceAll('-', '\\-'),
  'lines of 76 columns': every(76, link, '\n'),
  'quoted lines of 76 columns': `> ${every(76, link, '\n> ')}`,
  'lines that were quoted twice': `>> ${every(72, link, '\r\n>> ')}\r\n>> see you`,
  'quoted-printable lines': every(75, link, '=\r\n'),
  'indented lines': every(40, link, '\n        '),
  'lines in a table': `| ${every(30, link, ' |\n| ')} |`,
  'spaces inside': every(10, link, ' '),
  'no-break spaces inside': every(33, link, '\u00a0'),
  'zero-width spaces inside': every(20, link, '\u200b'),
  'word joiners inside': every(50, link, '\u2060'),
  'soft hyphens inside': every(25, link, '\u00ad'),
  'direction marks around and inside': `\u2068\u200e${every(90, link, '\u200f')}\u2069`,
  'a byte order mark': `\ufeff${link}`,
  'line separators inside': every(60, link, '\u2028'),
  '%23 in place of the #': link.replace('#', '%23'),
  'percent encoding': escapedOnce,
  'percent encoding, twice': encodeURIComponent(escapedOnce),
  'percent encoding of everything': [...Buffer.from(link)].map(byte => `%${byte.toString(16)}`).join(''),
  'the wrapper of a mail scanner': `https://safelinks.example.com/?url=${escapedOnce}&data=05%7C02%7Cada%40example.org&sdata=nD3%2Bq`,
  'the wrapper of a social network': `https://l.example.com/l.php?u=${escapedOnce}%3Ffbclid%3DIwAR2xx&h=AT0abc`,
  'a click id behind it': `${link}&fbclid=IwAR2xxQm9vay_x-1`,
  'a click id in its query': link.replace('#', '?fbclid=IwAR2xxQm9vay#'),
  'campaign parameters behind it': `${link}?utm_source=mail&utm_medium=chat`,
  'a text fragment directive behind it': `${link}:~:text=Join`,
  'an HTML link': `<a href="${link}">Join the call</a>`,
  'an HTML link with line-break opportunities': `<p>${every(30, link, '<wbr>')}</p>`,
  'HTML entities': `${link.replace('#', '&#35;').replaceAll('_', '&#x5f;')}&nbsp;`,
  'an HTML entity of a zero-width space': every(30, link, '&#8203;'),
  'a string of JSON': JSON.stringify({ text: `${link}\nbye` }).replace('#', '\\u0023'),
  'typographic hyphens': link.replaceAll('-', '\u2011'),
  'a dash for two hyphens': `${link.replaceAll('--', '\u2014')} – bye`,
  'characters of full width': link.replace(/[!-~]/g, character => String.fromCodePoint(character.charCodeAt(0) + 0xfee0)),
  'capitals in what precedes the #': link.replace(BASE, BASE.toUpperCase()),
  'another fragment before it': `${BASE}#top ${link}`,
  'a mail around it': `Hi Ben,\n\nAdd this to Friday (#12): About 8 pm?\nBring cake & coffee.\n\n${every(76, link, '\n')}\n\nAda\n-- \nhttps://ada.example.org/#about`,
  'the mail that answers it': `Great!\n\nOn 3 May 2027 at 09:12, Ada <ada@example.org> wrote:\n> Join us:\n> ${every(74, link, '\n> ')}\n>\n> Ada`,
  'two invites, the first of them damaged': `${link.slice(0, 60)} ${link}`
}

const REFUSED: Array<[what: string, text: string, code: InviteErrorCode]> = [
  ['nothing', '', 'not-an-invite'],
  ['a lone #', '#', 'not-an-invite'],
  ['a sentence', 'Add me to your call at 8, A? About #Design.', 'not-an-invite'],
  ['a long text', 'All calls are at 8. '.repeat(3_000), 'not-an-invite'],
  ['a whole book', 'A'.repeat(100_000), 'not-an-invite'],
  ['a web address', 'https://example.org/', 'other-link'],
  ['a page without its fragment', `Join us: ${BASE}`, 'other-link'],
  ['another program\'s link', 'magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a', 'other-link'],
  ['another program\'s link with a long fragment', `https://example.org/#room=${'aB3-'.repeat(40)}`, 'other-link'],
  ['a link that ends at its #', 'groupcall://join#', 'cut-short'],
  ['a link without its end', bare.slice(0, -5), 'cut-short'],
  ['a link that a program shortened', `${link.slice(0, 60)}…`, 'cut-short'],
  ['a link without its end, and text behind it', `${link.slice(0, -9)} See you at eight, and bring the cake`, 'cut-short'],
  ['a link without its middle', `${bare.slice(0, 80)}${bare.slice(90)}`, 'cut-short'],
  ['a typing error', `${bare.slice(0, 60)}${bare[60] === 'x' ? 'y' : 'x'}${bare.slice(61)}`, 'damaged'],
  ['a typing error in the first character', bare.replace('#A', '#X'), 'damaged'],
  ['a link in lower case', link.toLowerCase(), 'damaged'],
  ['a newer version', newerInvite(link), 'newer-version']
]

describe('an invite in a text', () => {
  it('is tried in at least 42 ways', () => {
    expect(fragment).to.match(/-/).and.match(/_/)
    expect(Object.keys(READABLE)).to.have.lengthOf.at.least(42)
  })

  for (const [what, text] of Object.entries(READABLE)) {
    it(`is found: ${what}`, () => {
      expect(findInvite(text)).to.equal(fragment)
      expect(parseInvite(text).group).to.deep.equal(group)
    })
  }

  for (const [what, text, code] of REFUSED) {
    it(`is missed for the right reason: ${what}`, () => {
      expect(() => parseInvite(text)).to.throw(InviteError).with.property('code', code)
    })
  }

  it('is recognized without a # in every format', () => {
    const created = createGroup({ name: 'friends', owner: { publicKey: 'ab'.repeat(32) } })

    for (const invite of [FIRST_FORMAT, createInvite(created), createInvite({ ...created, name: 'x'.repeat(64) }), createInvite(group)]) {
      const [, wanted] = invite.split('#')

      expect(findInvite(`Join us: ${wanted} at eight`)).to.equal(wanted)
    }
  })

  it('is searched for in bounded time', function () {
    this.timeout(10_000)

    for (const text of ['AQog '.repeat(13_000), 'AQog'.repeat(16_000), `${'AQog'.repeat(20)} `.repeat(800), '#A '.repeat(20_000), '%'.repeat(65_000), '&#'.repeat(30_000), '<b'.repeat(30_000)]) {
      expect(() => findInvite(text)).to.throw(InviteError)
    }
  })
})
