import { expect } from 'aegir/chai'
import { createProfile } from './fixtures/chromium.ts'
import { createAppScene } from './fixtures/scene.ts'
import type { Page } from 'playwright-core'

const KEY = 'ab'.repeat(32)
const OTHER_KEY = 'cd'.repeat(32)

describe('the count of sessions in a browser', () => {
  const scene = createAppScene()

  it(`is different in each tab, and stored${scene.skipped}`, async () => {
    const profile = await createProfile(scene.browser, [])
    const pages = await Promise.all([openPage(profile), openPage(profile), openPage(profile)])
    const counts = await Promise.all(pages.map(countTenTimes))

    expect(counts.flat().sort()).to.deep.equal(Array.from({ length: 30 }, (_, i) => 1_001 + i))

    const next = await pages[0].evaluate(async ([publicKey, other]) => {
      const { openSessionCounter } = await (globalThis as any).keys

      return Promise.all([
        openSessionCounter('identity', publicKey).next(),
        openSessionCounter('identity', other).next(),
        openSessionCounter('another', publicKey).next()
      ])
    }, [KEY, OTHER_KEY])

    expect(next).to.deep.equal([1_031, 1, 1])
  })

  it(`starts at 0 again when it is damaged${scene.skipped}`, async () => {
    const page = await openPage(await createProfile(scene.browser, []))
    const count = await page.evaluate(async publicKey => {
      const { openSessionCounter } = await (globalThis as any).keys
      await openSessionCounter('identity', publicKey).next()

      const database: IDBDatabase = await new Promise((resolve, reject) => {
        const request = indexedDB.open('groupcall-sessions')
        request.onsuccess = () => { resolve(request.result) }
        request.onerror = () => { reject(request.error ?? new Error('IndexedDB')) }
      })
      await new Promise(resolve => {
        const transaction = database.transaction('sessions', 'readwrite')
        transaction.objectStore('sessions').put('41', `identity/${publicKey}`)
        transaction.oncomplete = resolve
      })

      return openSessionCounter('identity', publicKey).next(7)
    }, KEY)

    expect(count).to.equal(8)
  })

  it(`goes on in memory where the site must not store data, and says so once${scene.skipped}`, async () => {
    const page = await openPage(await createProfile(scene.browser, []))
    const result = await page.evaluate(async publicKey => {
      const { openSessionCounter } = await (globalThis as any).keys
      IDBFactory.prototype.open = () => { throw new DOMException('The operation is insecure.', 'SecurityError') }
      const problems: string[] = []
      const counter = openSessionCounter('identity', publicKey, { onProblem: (err: Error) => { problems.push(`${err.name} ${err.message}`) } })

      return { counts: [await counter.next(), await counter.next(40)], problems }
    }, KEY)

    expect(result.counts).to.deep.equal([1, 41])
    expect(result.problems).to.have.lengthOf(1)
    expect(result.problems[0]).to.include('SessionStoreError').and.include('SecurityError')
  })

  async function openPage (profile: Awaited<ReturnType<typeof createProfile>>): Promise<Page> {
    const page = await profile.newPage()
    await page.goto(`${scene.app.url}keys.html`)

    return page
  }
})

/** A tab that counts ten sessions at once */
async function countTenTimes (page: Page): Promise<number[]> {
  return page.evaluate(async publicKey => {
    const { openSessionCounter } = await (globalThis as any).keys
    const counters = Array.from({ length: 10 }, () => openSessionCounter('identity', publicKey))

    return Promise.all(counters.map(async counter => counter.next(1_000)))
  }, KEY)
}
