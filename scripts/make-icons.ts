/**
 * Renders the page's icons from `icon.svg` in Chromium: `node scripts/make-icons.ts`
 */

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '../test/e2e/fixtures/chromium.ts'

const FOLDER = new URL('../src/app/public/', import.meta.url)

/** Name, size in pixels, and the fraction of it that the drawing takes: a mask may cut off the rest */
const ICONS: Array<[name: string, side: number, share: number]> = [
  ['icon-192.png', 192, 1],
  ['icon-512.png', 512, 1],
  ['icon-maskable-512.png', 512, 0.72],
  ['apple-touch-icon.png', 180, 1]
]

const drawing = (await readFile(new URL('icon.svg', FOLDER))).toString('base64')
const browser = await launchChromium({ voice: 'none' })

for (const [name, side, share] of ICONS) {
  const page = await (await browser.newContext({ viewport: { width: side, height: side } })).newPage()
  const background = share === 1 ? 'transparent' : '#2450d8'
  await page.setContent(`<body style="margin:0;display:grid;place-content:center;height:100vh;background:${background}"><img width="${side * share}" height="${side * share}" src="data:image/svg+xml;base64,${drawing}">`)
  await page.screenshot({ path: fileURLToPath(new URL(name, FOLDER)), omitBackground: true })
  await page.close()
}

await browser.close()
process.exit(0)
