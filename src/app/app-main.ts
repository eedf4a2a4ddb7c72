/**
 * The page: shows its first screen at once, while its configuration loads
 */

import { loadConfig } from './page/config.ts'
import { PageElement } from './page/page.ts'
import { registerServiceWorker } from './page/register-service-worker.ts'
import { loadEngine } from './session/load-engine.ts'

const page = new PageElement()

registerServiceWorker()

loadConfig().then(config => {
  page.config = config
  document.body.append(page)
  // nobody waits for it yet, and most users need it soon
  loadEngine().catch(() => {
    // starting a call reports it
  })
}).catch(() => {
  // it never rejects
})
