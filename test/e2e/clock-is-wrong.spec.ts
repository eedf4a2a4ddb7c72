import { expect } from 'aegir/chai'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { accessibilityProblems, servePage, untilState } from './fixtures/page.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

const TWO_HOURS = 7_200_000

describe('a page on a device whose clock is wrong', () => {
  const skipped = needsChromium()
  let peer: BootstrapPeer
  let browser: TestBrowser

  before(async () => {
    [peer, browser] = await Promise.all([servePage({ now: () => Date.now() + TWO_HOURS }), launchChromium({ voice: 'none' })])
  })

  after(async () => {
    await browser?.close()
    await peer?.stop()
  })

  it(`says so in the call${skipped}`, async () => {
    const page = await (await createProfile(browser, [])).newPage()
    await page.goto(peer.pageUrl ?? '')
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('Group name').fill('friends')
    await page.getByRole('button', { name: 'Create group' }).click()
    await page.getByRole('button', { name: 'Join' }).click()
    await untilState(page, ({ clockDifference }) => clockDifference !== 0)
    await page.getByRole('alert').getByText(/^Your clock is (1 h 59 min|2 h) slow\. Set it right/).waitFor()
    expect(await accessibilityProblems(page)).to.deep.equal([])
  })
})
