/**
 * A participant of a contest in a browser of its own, on the host of this process. Driven
 * by a `ProcessSeat`
 *
 * node page-process-main.js SETTINGS_AS_JSON FOLDER_OF_THE_BUILT_PAGE
 */

import { serveFolder } from '../../test/e2e/fixtures/app.ts'
import { launchChromium } from '../../test/e2e/fixtures/chromium.ts'
import { PageSeat } from './page-seat.ts'
import { obeyLines } from './seat-lines.ts'

const [settings, folder] = process.argv.slice(2)
const { url } = await serveFolder(folder)
const browser = await launchChromium({ voice: 'none', mdns: false })
const seat = await PageSeat.open(await browser.newContext(), url, JSON.parse(settings))

await obeyLines({
  enter: async () => seat.enter(),
  start: async start => seat.start(start),
  leave: async () => {
    await seat.leave()
    await browser.close()
  }
})
