import { expect } from 'aegir/chai'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { countRequests } from './fixtures/counting-proxy.ts'
import { servePage } from './fixtures/page.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { CountingProxy } from './fixtures/counting-proxy.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

/** Bytes of scripts, as sent: those of the whole page, which page-size.spec.ts bounds, and of the tests' own pages */
const MAX_BYTES = 340_000

describe('the first visit to the page', () => {
  const skipped = needsChromium()
  let peer: BootstrapPeer
  let browser: TestBrowser

  before(async () => {
    [peer, browser] = await Promise.all([servePage(), launchChromium({ voice: 'ada' })])
  })

  after(async () => {
    await browser?.close()
    await peer?.stop()
  })

  for (const [host, dropped] of [
    ['the bootstrap peer', []],
    ['a host that doesn\'t say what may be kept', ['cache-control']]
  ] as Array<[string, string[]]>) {
    it(`downloads each script from ${host} once, compressed, though the service worker stores them all${skipped}`, async () => {
      const proxy = await proxyTo(dropped)

      try {
        const stored = await visit(proxy)
        const sent = proxy.answers.filter(({ path, status }) => path.endsWith('.js') && status === 200)

        expect(stored.filter(path => path.includes('/engine-'))).to.have.lengthOf(1)
        expect(stored.filter(path => path.endsWith('.js') && !sent.some(answer => answer.path === path))).to.deep.equal([])
        expect(repeated(sent.map(({ path }) => path))).to.deep.equal([])
        expect(repeated(proxy.answers.map(({ path }) => path)).filter(path => path.startsWith('/chunks/'))).to.deep.equal([])
        expect(sent.reduce((sum, { bytes }) => sum + bytes, 0)).to.be.within(1, MAX_BYTES)
      } finally {
        await proxy.stop()
      }
    })
  }

  async function proxyTo (dropped: string[]): Promise<CountingProxy> {
    return countRequests(peer.pageUrl ?? '', dropped)
  }

  /** Resolves with the paths of the files that the service worker has stored */
  async function visit (proxy: CountingProxy): Promise<string[]> {
    const context = await createProfile(browser, [])
    const page = await context.newPage()
    await page.goto(proxy.url)
    await page.evaluate(async () => navigator.serviceWorker.ready)
    const stored = await page.evaluate(async () => {
      const requests = await Promise.all((await caches.keys()).map(async name => (await caches.open(name)).keys()))

      return requests.flat().map(({ url }) => new URL(url).pathname)
    })
    await context.close()

    return stored
  }
})

function repeated (paths: string[]): string[] {
  return paths.filter((path, index) => paths.indexOf(path) < index)
}
