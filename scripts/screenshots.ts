/**
 * Takes a picture of each screen, for phone and desktop, light and dark:
 * `npm run screenshots [-- --out DIR]`
 */

import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { serveApp } from '../test/e2e/fixtures/app.ts'
import { launchChromium, missingChromium } from '../test/e2e/fixtures/chromium.ts'
import { PAGE_SCREENS } from '../test/e2e/fixtures/page-screens.ts'
import { servePage } from '../test/e2e/fixtures/page.ts'
import { SCREENS, showScreen } from '../test/e2e/fixtures/screens.ts'

const { values } = parseArgs({ options: { out: { type: 'string', default: 'screenshots' } } })
const out = resolve(values.out)
const missing = missingChromium()

if (missing != null) {
  process.stderr.write(`${missing}: install it, for example with apt-get install chromium\n`)
  process.exit(2)
}

const app = await serveApp()
const peer = await servePage()
const browser = await launchChromium({ voice: 'none' })

await mkdir(out, { recursive: true })

for (const [device, width, height] of [['phone', 390, 844], ['desktop', 1_280, 800]] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme })
    const page = await context.newPage()

    for (const { name, show } of PAGE_SCREENS) {
      await show(page, peer.pageUrl ?? '')
      await page.screenshot({ path: join(out, `${name}-${device}-${colorScheme}.png`), fullPage: true })
    }

    await context.setOffline(false)
    await page.goto(`${app.url}gallery.html`)

    for (const screen of SCREENS) {
      await showScreen(page, screen)
      await page.screenshot({ path: join(out, `${screen.name}-${device}-${colorScheme}.png`) })
    }

    await context.close()
    process.stdout.write(`${device}, ${colorScheme}\n`)
  }
}

await browser.close()
await app.stop()
await peer.stop()
process.stdout.write(`${4 * (SCREENS.length + PAGE_SCREENS.length)} pictures in ${out}\n`)
process.exit(0)
