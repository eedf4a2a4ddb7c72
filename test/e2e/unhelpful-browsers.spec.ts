import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { expect } from 'aegir/chai'
import { DATABASE_TIMEOUT } from '../../keys/database.browser.ts'
import { text as en } from '../../src/app/text/languages/en.ts'
import { createGroup, createInvite } from '../../src/index.ts'
import { builtApp } from './fixtures/app.ts'
import { createProfile, launchChromium, openWithoutSiteData } from './fixtures/chromium.ts'
import { servePage, untilState } from './fixtures/page.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

const [VisitNotice, UnstoredNotice] = [en.problems.VisitNotice(), en.problems.UnstoredNotice()]

/** The failure that shows only after a while */
const BLOCKED = 'whose database another tab blocks'

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

describe('a browser', () => {
  const skipped = needsChromium()
  let peer: BootstrapPeer
  let browser: TestBrowser
  let folder: string | undefined
  let invite: string

  before(async () => {
    [peer, browser] = await Promise.all([servePage(), launchChromium({ voice: 'ada' })])
    invite = createInvite(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }), { base: peer.pageUrl })
    folder = await mkdtemp(join(tmpdir(), 'groupcall-profile-'))
  })

  after(async () => {
    await browser?.close()
    await peer?.stop()

    if (folder != null) {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it(`that lets the site store nothing gives a key for this visit, and says so${skipped}`, async () => {
    const context = await openWithoutSiteData(folder ?? '')
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', err => { errors.push(err.message) })
    await page.goto(peer.pageUrl ?? '')
    await page.getByText(en.page.unstored).waitFor()
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('Group name').fill('friends')
    await page.getByRole('button', { name: 'Create group' }).click()
    await page.getByRole('alert').getByText(VisitNotice).waitFor()
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await untilState(page, ({ phase }) => phase === 'call')
    // once, although nothing of the call can be stored
    expect(await page.getByRole('alert').allInnerTexts()).to.deep.equal([VisitNotice])
    const key = await page.evaluate(() => document.querySelector('gc-page')?.shadowRoot?.querySelector('group-call')?.state?.self.publicKey ?? '')

    await page.getByRole('button', { name: 'Leave', exact: true }).click()
    await page.getByText('All groups').click()
    await page.getByText('Your identity').click()
    await page.getByText(en.page.identityForVisit).waitFor()
    await page.getByText(key).waitFor()
    await context.close()
    expect(errors).to.deep.equal([])
  })

  const failures: Array<[string, () => void, string]> = [
    ['whose database can\'t be opened', () => {
      IDBFactory.prototype.open = () => { throw new DOMException('as the test wants it', 'SecurityError') }
    }, VisitNotice],
    [BLOCKED, () => {
      IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest
    }, VisitNotice],
    ['whose disk is full', () => {
      IDBObjectStore.prototype.put = function () {
        this.transaction.abort()

        return {} as unknown as IDBRequest<IDBValidKey>
      }
    }, VisitNotice],
    ['that can\'t store what happens in a call', () => {
      const { put } = IDBObjectStore.prototype
      IDBObjectStore.prototype.put = function (...args) {
        if (this.name === 'groups') {
          throw new DOMException('as the test wants it', 'QuotaExceededError')
        }

        return put.apply(this, args)
      }
    }, UnstoredNotice]
  ]

  failures.forEach(([which, fail, notice]) => {
    it(`${which} shows the call all the same, and says what it can't do${skipped}`, async () => {
      const context = await createProfile(browser, [])
      await context.addInitScript(fail)
      const page = await context.newPage()
      await page.clock.install()
      await page.goto(invite)
      await page.getByLabel('Your name').fill('Ada')
      await page.getByRole('button', { name: 'Continue' }).click()

      // a database that answers must not seem to be late
      if (which === BLOCKED) {
        await page.getByText(en.loading).waitFor()
        await page.clock.fastForward(DATABASE_TIMEOUT)
      }

      await page.getByRole('button', { name: 'Join', exact: true }).waitFor()
      await page.getByRole('alert').getByText(notice).waitFor()
      expect(await page.getByRole('alert').allInnerTexts()).to.deep.equal([notice])
      await context.close()
    })
  })

  it(`that opens the page from another machine by http shows that it needs https${skipped}`, async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', err => { errors.push(err.message) })
    // nothing leaves this machine
    await page.route('http://192.0.2.1/**', async route => {
      const { pathname } = new URL(route.request().url())
      const path = join(await builtApp(), pathname === '/' ? 'index.html' : pathname)
      await route.fulfill({ contentType: TYPES[extname(path)] ?? 'application/octet-stream', body: await readFile(path) })
    })

    await page.goto(invite.replace(/.*#/, 'http://192.0.2.1/#'))
    await page.getByText(en.ended.titles.insecure).waitFor()
    await page.getByText(en.ended.hints.insecure).waitFor()
    expect(await page.getByRole('button').count()).to.equal(0)

    await page.goto('http://192.0.2.1/element.html')
    await page.evaluate(async attributes => {
      await customElements.whenDefined('group-call')
      document.body.append(Object.assign(document.createElement('group-call'), attributes))
    }, { invite, name: 'Ada' })
    await page.getByText(en.ended.hints.insecure).waitFor()
    expect(await page.getByRole('button').count()).to.equal(0)
    await context.close()
    expect(errors).to.deep.equal([])
  })
})
