import { expect } from 'aegir/chai'
import { PAGE_SCREENS } from './fixtures/page-screens.ts'
import { accessibilityProblems, overflow, servePage } from './fixtures/page.ts'
import { createAppScene } from './fixtures/scene.ts'
import { SCREENS, showScreen } from './fixtures/screens.ts'
import type { Page } from 'playwright-core'

describe('every screen', () => {
  const scene = createAppScene()

  // what axe-core says depends on the width or on the colours, not on both
  const views = [['phone', 360, 'light', tooWide], ['phone', 360, 'dark', look], ['desktop', 1_280, 'light', look], ['desktop', 1_280, 'dark', tooWide]] as const

  views.forEach(([device, width, colorScheme, test]) => {
    it(`of a call ${test === look ? 'can be used by everybody' : 'fits'}, on a ${device}, ${colorScheme}${scene.skipped}`, async () => {
      const context = await scene.browser.newContext({ viewport: { width, height: 800 }, colorScheme, reducedMotion: 'reduce' })
      const page = await context.newPage()
      await page.goto(`${scene.app.url}gallery.html`)
      const problems: string[] = []

      for (const screen of SCREENS) {
        await showScreen(page, screen)
        problems.push(...await test(page, screen.name))
      }

      // German words are longer; the rest is the same
      for (const screen of SCREENS.filter(({ open }) => open == null)) {
        await showScreen(page, screen, 'de')
        problems.push(...await tooWide(page, `${screen.name} in German`))
      }

      await context.close()
      expect(problems).to.deep.equal([])
    })
  })

  it(`around a call can be used by everybody${scene.skipped}`, async () => {
    const peer = await servePage()
    const context = await scene.browser.newContext({ viewport: { width: 360, height: 800 } })

    try {
      const page = await context.newPage()
      const problems: string[] = []

      for (const { name, show } of PAGE_SCREENS) {
        await show(page, peer.pageUrl ?? '')
        problems.push(...await look(page, name))
      }

      expect(problems).to.deep.equal([])
    } finally {
      await context.close()
      await peer.stop()
    }
  })

  async function look (page: Page, name: string): Promise<string[]> {
    const problems = await accessibilityProblems(page)

    return [...problems.map(problem => `${name}: ${problem}`), ...await tooWide(page, name)]
  }

  async function tooWide (page: Page, name: string): Promise<string[]> {
    const wide = await overflow(page)

    return wide > 0 ? [`${name}: ${wide} px too wide`] : []
  }
})
