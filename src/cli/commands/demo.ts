import { Demo } from '../demo/demo.ts'
import { JsonDemoView, TerminalDemoView } from '../demo/demo-view.ts'
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
 * @returns the exit code: 1 if there was to be a report and somebody did not hear
 * somebody
 */
export async function demo (options: DemoOptions): Promise<number> {
  const stop = listenForStop()

  checkHost(options.host)

  const view = options.json === true ? new JsonDemoView() : new TerminalDemoView(performance.now())
  const running = new Demo({ ...options, view, stop })
  let report

  try {
    report = await running.run()
  } catch (err) {
    view.end()
    throw err
  }

  view.end(options.seconds != null || options.json === true || !report.ok ? report : undefined)

  return options.seconds != null && !stop.signal.aborted && !report.ok ? FAILED : 0
}
