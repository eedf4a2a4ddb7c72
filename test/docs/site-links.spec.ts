import { expect } from 'aegir/chai'
import { findBrokenLinks } from '../../scripts/site-links.ts'

const GUIDE = '<h1 id="start">Start</h1><a name="end"></a>'

describe('the links of the site', () => {
  for (const { what, page = 'docs/page.html', html, broken } of [
    { what: 'a page and its headings', html: '<a href="guide.html">1</a><a href="guide.html#start">2</a><a href="../docs/guide.html#end">3</a>' },
    { what: 'a heading of the same page', html: '<h2 id="here">Here</h2><a href="#here">1</a><a href="#">2</a>' },
    { what: 'an asset of a version', html: '<script src="../assets/main.js?cache=1"></script>' },
    { what: 'a folder with an index', html: '<a href="../">1</a>' },
    { what: 'another site', html: '<a href="https://example.org/missing.html#x">1</a><a href="mailto:a@example.org">2</a>' },
    { what: 'what a script mentions', html: '<script>write(\'<a href="missing.html">\')</script>' },
    { what: 'a page that is missing', html: '<a href="missing.html">1</a>', broken: 'missing.html' },
    { what: 'a page in another folder', page: 'page.html', html: '<a class="x" href="guide.html">1</a>', broken: 'guide.html' },
    { what: 'a heading that is missing', html: '<a href="guide.html#middle">1</a>', broken: 'guide.html#middle' },
    { what: 'a heading that the same page lacks', html: '<a href="#start">1</a>', broken: '#start' },
    { what: 'a picture that is missing', html: '<img alt="" src="rooms.svg">', broken: 'rooms.svg' }
  ]) {
    it(`may ${broken == null ? '' : 'not '}lead to ${what}`, () => {
      const files = new Map([['index.html', ''], ['docs/guide.html', GUIDE], ['assets/main.js', undefined], [page, html]])

      expect(findBrokenLinks(files)).to.deep.equal(broken == null ? [] : [`${page}: ${broken}`])
    })
  }
})
