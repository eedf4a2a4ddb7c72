/**
 * The page: shows its first screen at once, while its configuration loads. What is only
 * for the next visit comes last.
 */

import { loadConfig } from './page/config.ts'
import { PageElement } from './page/page.ts'
import { registerServiceWorker } from './page/register-service-worker.ts'
import { loadEngine } from './session/load-engine.ts'

const page = new PageElement()

loadConfig().then(config => {
  page.config = config
  document.body.append(page)
  // not needed yet, but most users need it soon
  loadEngine().catch(() => {
    // reported when a call starts
  }).finally(registerServiceWorker)
}).catch(() => {
  // it never rejects
})
