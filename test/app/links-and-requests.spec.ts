import { expect } from 'aegir/chai'
import { fragmentOf, invitationIn } from '../../src/app/page/route.ts'
import { cacheModeFor, strategyFor } from '../../src/app/worker/strategy.ts'

const FRAGMENT = 'AQogIHqB2n8oYPm7s-_x'
const SCOPE = 'https://example.org/talk/'

describe('the fragment of a link', () => {
  for (const [link, fragment] of [
    [`groupcall://join#${FRAGMENT}`, FRAGMENT],
    [`https://example.org/talk/?x=1#${FRAGMENT}`, FRAGMENT],
    [` #${FRAGMENT}\n`, FRAGMENT],
    [FRAGMENT, FRAGMENT],
    ['', ''],
    ['#', ''],
    ['https://example.org/talk/', ''],
    ['groupcall://join#short', ''],
    [`#${FRAGMENT} and more`, '']
  ]) {
    it(`of ${JSON.stringify(link)} is ${JSON.stringify(fragment)}`, () => {
      expect(fragmentOf(link)).to.equal(fragment)
    })
  }
})

describe('the invitation in the page\'s address', () => {
  for (const [href, invitation] of [
    [`${SCOPE}#${FRAGMENT}`, FRAGMENT],
    [`${SCOPE}?x=1#${FRAGMENT}&fbclid=x#y`, `${FRAGMENT}&fbclid=x#y`],
    [`${SCOPE}?u=%23${FRAGMENT}`, `${SCOPE}?u=%23${FRAGMENT}`],
    [`${SCOPE}#short`, 'short'],
    [`${SCOPE}#`, ''],
    [`${SCOPE}?fbclid=x`, '']
  ]) {
    it(`of ${href} is ${JSON.stringify(invitation)}`, () => {
      expect(invitationIn(href)).to.equal(invitation)
    })
  }
})

describe('the service worker', () => {
  for (const [method, url, strategy] of [
    ['GET', `${SCOPE}chunks/engine-ABCDEFGH.js`, 'cache-first'],
    ['GET', SCOPE, 'network-first'],
    ['GET', `${SCOPE}main.js`, 'network-first'],
    ['GET', `${SCOPE}config.json`, 'network-first'],
    ['POST', SCOPE, 'pass'],
    ['GET', 'https://example.org/other', 'pass'],
    ['GET', 'https://elsewhere.example/talk/main.js', 'pass']
  ]) {
    it(`answers ${method} ${url} ${strategy}`, () => {
      expect(strategyFor({ method, url }, SCOPE)).to.equal(strategy)
    })
  }

  for (const [path, mode] of [['chunks/engine-ABCDEFGH.js', 'force-cache'], ['./', 'no-cache'], ['main.js', 'no-cache']]) {
    it(`stores ${path} as ${mode} fetches it`, () => {
      expect(cacheModeFor(path)).to.equal(mode)
    })
  }
})
