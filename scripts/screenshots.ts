/**
 * Takes a picture of each screen, in windows of several sizes, light and dark:
 * `npm run screenshots [-- --out DIR --device phone --theme dark --language de --only call]`
 */

import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { serveApp } from '../test/e2e/fixtures/app.ts'
import { launchChromium, missingChromium } from '../test/e2e/fixtures/chromium.ts'
import { PAGE_SCREENS } from '../test/e2e/fixtures/page-screens.ts'
import { servePage } from '../test/e2e/fixtures/page.ts'
import { SCREENS, showScreen } from '../test/e2e/fixtures/screens.ts'

/** Width and height in CSS pixels: the last two are a window at 200 % zoom, and an element in a sidebar */
const DEVICES = [['phone', 390, 844], ['tablet', 820, 1_180], ['desktop', 1_280, 800], ['zoomed', 640, 400], ['sidebar', 320, 480]] as const

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'screenshots' },
    device: { type: 'string' },
    theme: { type: 'string' },
    language: { type: 'string', default: 'en' },
    /** The beginning of the screens' names */
    only: { type: 'string', default: '' }
  }
})
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

const pictures = new Set<string>()

for (const [device, width, height] of DEVICES.filter(([device]) => device === (values.device ?? device))) {
  for (const colorScheme of (['light', 'dark'] as const).filter(theme => theme === (values.theme ?? theme))) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: values.language })
    const page = await context.newPage()
    const take = async (name: string, fullPage = false): Promise<void> => {
      const path = join(out, `${name}-${device}-${colorScheme}.png`)
      await page.screenshot({ path, fullPage, animations: 'disabled' })
      pictures.add(path)
    }

    // they build on each other
    for (const { name, show } of values.only === '' && values.language === 'en' ? PAGE_SCREENS : []) {
      await show(page, peer.pageUrl ?? '')
      await take(name, true)
    }

    await context.setOffline(false)
    await page.goto(`${app.url}gallery.html`)

    for (const screen of SCREENS.filter(({ name }) => name.startsWith(values.only))) {
      await showScreen(page, screen, values.language)
      await take(screen.name)
    }

    await context.close()
    process.stdout.write(`${device}, ${colorScheme}\n`)
  }
}

await browser.close()
await app.stop()
await peer.stop()
process.stdout.write(`${pictures.size} pictures in ${out}\n`)
process.exit(0)
