import { createGroup, createInvite } from '../../src/index.ts'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { servePage } from './fixtures/page.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

describe('a name that nobody can see', () => {
  const skipped = needsChromium()
  let peer: BootstrapPeer
  let browser: TestBrowser

  before(async () => {
    peer = await servePage()
    browser = await launchChromium({ voice: 'ada' })
  })

  after(async () => {
    await browser?.close()
    await peer?.stop()
  })

  it(`is refused by the page, with a message${skipped}`, async () => {
    const context = await createProfile(browser, [])
    const page = await context.newPage()
    const problem = page.getByRole('alert').getByText('This name would be invisible.')
    await page.goto(peer.pageUrl ?? '')
    await page.getByLabel('Group name').fill('friends')
    await page.getByLabel('Your name').fill('\u3164')
    await page.getByRole('button', { name: 'Create group' }).click()
    await problem.waitFor()
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('Group name').fill('\u2800')
    await problem.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Create group' }).click()
    await problem.waitFor()

    await page.goto(createInvite(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }), { base: peer.pageUrl }))
    await page.evaluate(() => { localStorage.clear() })
    await page.reload()
    await page.getByLabel('Your name').fill('\u200b\u2060')
    await page.getByRole('button', { name: 'Continue' }).click()
    await problem.waitFor()
    await context.close()
  })
})
