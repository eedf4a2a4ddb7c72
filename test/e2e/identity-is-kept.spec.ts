import { expect } from 'aegir/chai'
import { serveApp } from './fixtures/app.ts'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { ServedApp } from './fixtures/app.ts'
import type { TestBrowser } from './fixtures/chromium.ts'

describe('the identity of a browser', () => {
  const skipped = needsChromium()
  let app: ServedApp
  let browser: TestBrowser

  before(async () => {
    app = await serveApp()
    browser = await launchChromium({ voice: 'none' })
  })

  after(async () => {
    await browser?.close()
    await app?.stop()
  })

  it(`is the same in all tabs that create it at once, and another elsewhere${skipped}`, async () => {
    const here = await createProfile(browser, [])
    const elsewhere = await createProfile(browser, [])
    const keys = await Promise.all([here, here, here, elsewhere].map(async profile => {
      const page = await profile.newPage()
      await page.goto(`${app.url}keys.html`)

      return page.evaluate(async () => {
        const { defaultKeyPath, loadOrCreateIdentity } = await (globalThis as any).keys

        return (await loadOrCreateIdentity(defaultKeyPath())).publicKey
      })
    }))

    expect(new Set(keys.slice(0, 3)).size).to.equal(1)
    expect(keys[3]).to.not.equal(keys[0])
    expect(keys[0]).to.match(/^[0-9a-f]{64}$/)
  })

  it(`is exported and imported with a passphrase, and is not overwritten by mistake${skipped}`, async () => {
    const page = await (await createProfile(browser, [])).newPage()
    await page.goto(`${app.url}keys.html`)
    const result = await page.evaluate(async () => {
      const { createIdentity, decodeKeyFile, encodeKeyFile, loadIdentity, saveIdentity } = await (globalThis as any).keys
      const code = async (action: () => Promise<unknown>): Promise<string> => action().then(() => 'done', err => err.code)
      const identity = await createIdentity()
      const text = await encodeKeyFile(identity, { passphrase: 'correct horse', workFactor: 10 })
      const read = await decodeKeyFile(text, { passphrase: 'correct horse' })

      return {
        missing: await code(async () => loadIdentity('mine')),
        wrong: await code(async () => decodeKeyFile(text, { passphrase: 'wrong' })),
        same: read.publicKey === identity.publicKey,
        saved: await code(async () => saveIdentity('mine', read)),
        again: await code(async () => saveIdentity('mine', await createIdentity())),
        kept: (await loadIdentity('mine')).publicKey === identity.publicKey,
        forced: await code(async () => saveIdentity('mine', await createIdentity(), { force: true })),
        hidden: !text.includes('privateKey')
      }
    })

    expect(result).to.deep.equal({ missing: 'not-found', wrong: 'wrong-passphrase', same: true, saved: 'done', again: 'exists', kept: true, forced: 'done', hidden: true })
  })
})
