/**
 * A participant of a scenario in a Chromium tab that is hidden once it is in the call. It
 * is driven by Puppeteer, because Playwright tells every page that it is visible. Prints
 * `hidden` when another tab has hidden it, and `left` for each participant that it
 * shows as gone; nothing else touches the page, whose timers are late on purpose.
 *
 * node hidden-page-main.js SETTINGS_AS_JSON
 */

import { launch } from 'puppeteer-core'
import { serveFolder } from '../../e2e/fixtures/app.ts'
import { argumentsOf, executable, processNoVoice } from '../../e2e/fixtures/chromium.ts'
import { TEST_LIMIT } from '../../fixtures/until.ts'
import { PORT, showCall } from './voice-page.ts'
import type { BrowserSettings } from './browser-main.ts'

/** What keeps the timers of hidden pages as they are: users' browsers don't have it */
const UNLIKE_USERS = ['--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding']

const { app, profile, microphoneFile, invite, name, bootstrap, iceServers }: BrowserSettings = JSON.parse(process.argv[2])
const { url } = await serveFolder(app, PORT)
const browser = await launch({
  executablePath: executable(),
  userDataDir: profile,
  timeout: TEST_LIMIT,
  args: argumentsOf({ voice: 'file', microphoneFile }),
  ignoreDefaultArgs: UNLIKE_USERS
})
const [page] = await browser.pages()

page.on('console', message => { process.stderr.write(`${message.text()}\n`) })
await page.exposeFunction('tell', (event: object) => { process.stdout.write(`${JSON.stringify({ at: Date.now(), ...event })}\n`) })
await page.evaluateOnNewDocument(processNoVoice)
await page.goto(`${url}element.html`)
await page.evaluate(showCall, { invite, name, bootstrap: bootstrap.join(' '), iceServers })
await page.waitForFunction(() => document.querySelector('group-call')?.call?.state === 'active')
await page.evaluate(() => {
  const { tell } = globalThis as any

  document.querySelector('group-call')?.call?.addEventListener('participant:leave', ({ detail }) => { tell({ type: 'left', name: detail.name }) })
  document.addEventListener('visibilitychange', () => { tell({ type: document.visibilityState }) })
})
await (await browser.newPage()).bringToFront()
