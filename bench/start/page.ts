import { createProfile } from '../../test/e2e/fixtures/chromium.ts'
import type { TestBrowser } from '../../test/e2e/fixtures/chromium.ts'

export interface PageTimes {
  /** ms from the navigation to the first control that can be used */
  control: number
  /** ms from the navigation to another participant's sound, for a user who answers at once */
  sound: number
}

/**
 * Opens a link in a new profile, which has nothing of the page yet, and joins the call. Each
 * profile has another key, so it needs another name: those in the call would hold it as
 * somebody who pretends to be the last one.
 */
export async function startPage (browser: TestBrowser, link: string, name: string): Promise<PageTimes> {
  const context = await createProfile(browser, [])
  await context.addInitScript(watchStart)
  const page = await context.newPage()

  try {
    await page.goto(link, { waitUntil: 'commit' })
    await page.getByLabel('Your name').fill(name)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await page.waitForFunction(() => (globalThis as unknown as { times: Partial<PageTimes> }).times.sound != null)

    return await page.evaluate(() => (globalThis as unknown as { times: PageTimes }).times)
  } finally {
    // tells the call, unlike closing the profile
    await page.close()
    await context.close()
  }
}

/**
 * Runs in the page before its own scripts: notes the times that `PageTimes` describes, in
 * ms since the navigation. The driver polls too seldom for that.
 */
function watchStart (): void {
  const AUDIBLE = 0.01
  const INTERVAL = 10
  const times: Partial<PageTimes> = {}
  const timer = setInterval(() => {
    const page = document.querySelector('gc-page')?.shadowRoot
    times.control ??= page == null || !hasControl(page) ? undefined : performance.now()
    times.sound ??= page?.querySelector('group-call')?.state?.participants.some(({ level }) => level > AUDIBLE) === true ? performance.now() : undefined

    if (times.sound != null) {
      clearInterval(timer)
    }
  }, INTERVAL)

  Object.assign(globalThis, { times })

  function hasControl (root: ShadowRoot): boolean {
    return [...root.querySelectorAll('*')].some(element => element.matches('input, button')
      ? element.checkVisibility() && !(element as HTMLButtonElement).disabled
      : element.shadowRoot != null && hasControl(element.shadowRoot))
  }
}
