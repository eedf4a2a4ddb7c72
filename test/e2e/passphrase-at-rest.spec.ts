import { expect } from 'aegir/chai'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { accessibilityProblems, servePage, untilState } from './fixtures/page.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { BrowserContext, Page } from 'playwright-core'

const PASSPHRASE = 'correct horse battery staple'

describe('a key that a browser keeps under a passphrase', () => {
  const skipped = needsChromium()
  let peer: BootstrapPeer
  let browser: TestBrowser
  let context: BrowserContext
  let page: Page

  before(async () => {
    [peer, browser] = await Promise.all([servePage(), launchChromium({ voice: 'ada' })])
  })

  after(async () => {
    await browser?.close()
    await peer?.stop()
  })

  beforeEach(async () => {
    context = await createProfile(browser, [])
    page = await context.newPage()
    await page.goto(peer.pageUrl ?? '')
    await page.getByText('Your identity').click()
    await page.getByText(/^[0-9a-f]{64}$/).waitFor()
  })

  afterEach(async () => {
    await context?.close()
  })

  it(`is encrypted in the browser, and asked for before a call${skipped}`, async () => {
    const publicKey = await page.getByText(/^[0-9a-f]{64}$/).innerText()
    expect(await keptKey()).to.have.property('privateKey')
    await setPassphrase()
    const kept = await keptKey()
    expect(kept).to.have.property('publicKey', publicKey)
    expect(kept).to.have.property('encrypted').that.contains('BEGIN AGE ENCRYPTED FILE')
    expect(kept).to.not.have.property('privateKey')
    expect(await accessibilityProblems(page)).to.deep.equal([])

    // a group can be made without it
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('Group name').fill('friends')
    await page.getByRole('button', { name: 'Create group' }).click()
    await untilState(page, ({ phase }) => phase === 'passphrase')

    // all by keys: a wrong one first
    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('Wrong passphrase').waitFor()
    await page.keyboard.type(PASSPHRASE)
    await page.keyboard.press('Enter')
    await untilState(page, ({ phase, self }) => phase === 'lobby' && self.publicKey !== '')
    expect(await page.evaluate(() => document.querySelector('gc-page')?.shadowRoot?.querySelector('group-call')?.state?.self.publicKey)).to.equal(publicKey)

    // it is nowhere in what the browser keeps
    expect(await everythingKept(page)).to.not.contain(PASSPHRASE)

    // nobody is asked twice, until the page is loaded again
    const link = page.url()
    await page.getByText('All groups').click()
    await page.getByRole('link', { name: 'friends' }).click()
    await untilState(page, ({ phase }) => phase === 'lobby')
    await page.goto('about:blank')
    await page.goto(link)
    await untilState(page, ({ phase }) => phase === 'passphrase')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('heading', { name: 'Start a group' }).waitFor()
    expect(new URL(page.url()).hash).to.equal('')
  })

  it(`is not asked for by an invite that cannot be used${skipped}`, async () => {
    await setPassphrase()
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('Invite link').fill('A'.repeat(40))
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.getByText('This invite doesn\'t work').waitFor()
  })

  it(`changes or loses its passphrase only if the user knows the old one${skipped}`, async () => {
    await setPassphrase()
    const before = await keptKey()
    await page.getByLabel('Current passphrase').fill('wrong')
    await page.getByRole('button', { name: 'Remove passphrase' }).click()
    await page.getByText('wrong passphrase: try again').waitFor()
    expect(await keptKey()).to.deep.equal(before)

    await page.getByLabel('Current passphrase').fill(PASSPHRASE)
    await page.getByLabel('New passphrase').fill('one')
    await page.getByLabel('Repeat passphrase').fill('another')
    await page.getByRole('button', { name: 'Change passphrase' }).click()
    await page.getByText('The passphrases don\'t match').waitFor()
    await page.getByLabel('Repeat passphrase').fill('one')
    await page.getByRole('button', { name: 'Change passphrase' }).click()
    await page.getByText('Passphrase set.').waitFor()
    const changed = await keptKey()
    expect(changed.encrypted).to.not.equal(before.encrypted)
    expect(await page.getByLabel('Current passphrase').inputValue()).to.equal('')

    await page.getByLabel('Current passphrase').fill('one')
    await page.getByRole('button', { name: 'Remove passphrase' }).click()
    await page.getByText('Passphrase removed.').waitFor()
    expect(await keptKey()).to.have.property('publicKey', before.publicKey)
    expect(await keptKey()).to.have.property('privateKey')
  })

  it(`is saved to a file under the same passphrase, and stays under it where that is used${skipped}`, async () => {
    await setPassphrase()
    await page.getByRole('button', { name: 'Save key file' }).click()
    await page.getByText('give its passphrase').waitFor()
    await page.getByLabel('File passphrase').fill(PASSPHRASE)
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save key file' }).click()
    const file = await (await saved).path()
    const { publicKey } = await keptKey()

    const other = await createProfile(browser, [])
    page = await other.newPage()
    await page.goto(peer.pageUrl ?? '')
    await page.getByText('Your identity').click()
    await page.getByText(/^[0-9a-f]{64}$/).waitFor()
    await page.getByLabel('Key file', { exact: true }).setInputFiles(file)
    await page.getByLabel('File passphrase').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Use key file' }).click()
    await page.getByText(`You're now ${publicKey.slice(0, 8)}.`).waitFor()
    expect(await keptKey()).to.have.property('publicKey', publicKey)
    expect(await keptKey()).to.have.property('encrypted')
    await other.close()
  })

  async function setPassphrase (): Promise<void> {
    await page.getByLabel('New passphrase').fill(PASSPHRASE)
    await page.getByLabel('Repeat passphrase').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Set passphrase' }).click()
    await page.getByText('Passphrase set.').waitFor()
  }

  /** The key as it is in IndexedDB */
  async function keptKey (): Promise<any> {
    const [kept] = JSON.parse(await everythingKept(page)).databases['groupcall-keys'].identities

    return JSON.parse(kept)
  }
})

/** All that the page has put into the browser, as JSON */
async function everythingKept (page: Page): Promise<string> {
  return page.evaluate(async () => {
    const done = async <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
      request.onsuccess = () => { resolve(request.result) }
      request.onerror = () => { reject(request.error ?? new Error('IndexedDB')) }
    })
    const databases: Record<string, Record<string, unknown[]>> = {}

    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name))
      databases[name] = Object.fromEntries(await Promise.all([...database.objectStoreNames].map(async store => [store, await done(database.transaction(store).objectStore(store).getAll())] as const)))
      database.close()
    }

    return JSON.stringify({ databases, local: { ...localStorage }, session: { ...sessionStorage } })
  })
}
