import { shell } from './shell.ts'
import type { LabHost } from './lab-host.ts'
import type { Running } from '../../cli/fixtures/run.ts'

/** What of a browser dies: the process of its pages, as when a tab crashes, or all of its processes */
export type BrowserPart = 'tab' | 'browser'

/** What is in the command lines of these processes */
const MARKS: Record<BrowserPart, string> = { tab: '--type=renderer', browser: '--user-data-dir=' }

/**
 * Kills a browser, or its pages, at once and without a goodbye
 *
 * @param host - has no other browser
 * @param driver - what {@link startBrowser} returned; stopped, because it would close a browser whose page has crashed
 * @param part - what dies
 */
export function killBrowser (host: LabHost, driver: Running, part: BrowserPart): void {
  driver.child.kill('SIGSTOP')

  // processes come and go meanwhile
  const pids = shell(`
    ip netns pids ${host.namespace} | sed 's:.*:/proc/&/cmdline:' | xargs -r grep -ls -e '${MARKS[part]}' | cut -d/ -f3
  `).trim().split('\n').filter(pid => pid !== '')

  if (pids.length === 0) {
    throw new Error(`${host.namespace} has no ${part} to kill`)
  }

  shell(`kill -KILL ${pids.join(' ')} || true`)
}
