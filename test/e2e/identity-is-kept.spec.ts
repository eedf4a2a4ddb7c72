import { expect } from 'aegir/chai'
import { createProfile } from './fixtures/chromium.ts'
import { createAppScene } from './fixtures/scene.ts'

describe('the identity of a browser', () => {
  const scene = createAppScene()

  it(`is the same in all tabs that create it at once, and another elsewhere${scene.skipped}`, async () => {
    const here = await createProfile(scene.browser, [])
    const elsewhere = await createProfile(scene.browser, [])
    const keys = await Promise.all([here, here, here, elsewhere].map(async profile => {
      const page = await profile.newPage()
      await page.goto(`${scene.app.url}keys.html`)

      return page.evaluate(async () => {
        const { defaultKeyPath, loadOrCreateIdentity } = await (globalThis as any).keys

        return (await loadOrCreateIdentity(defaultKeyPath())).publicKey
      })
    }))

    expect(new Set(keys.slice(0, 3)).size).to.equal(1)
    expect(keys[3]).to.not.equal(keys[0])
    expect(keys[0]).to.match(/^[0-9a-f]{64}$/)
  })

  it(`is exported and imported with a passphrase, and is not overwritten by mistake${scene.skipped}`, async () => {
    const page = await (await createProfile(scene.browser, [])).newPage()
    await page.goto(`${scene.app.url}keys.html`)
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
