import { JsonDemoView, TerminalDemoView } from '../demo/demo-view.ts'
import { Demo } from '../demo/demo.ts'
import { FAILED } from '../errors.ts'
import { checkHost } from '../hosts.ts'
import { listenForStop } from '../stopping.ts'

export interface DemoOptions {
  participants: number
  seconds?: number
  json?: boolean
  host?: string
}

/**
 * `groupcall demo`
 *
 * @returns the exit code: 1 if something failed, or if within `--seconds` not everybody
 * heard everybody
 */
export async function demo (options: DemoOptions): Promise<number> {
  const stop = listenForStop()

  await checkHost(options.host)

  const view = options.json === true ? new JsonDemoView() : new TerminalDemoView(performance.now())
  const running = new Demo({ ...options, view, stop })
  const report = await running.run()

  view.end(report)

  // a user who stops the demo early gets no verdict
  return running.failed || (options.seconds != null && !stop.signal.aborted && !report.ok) ? FAILED : 0
}
