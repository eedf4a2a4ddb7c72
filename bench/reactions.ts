import { missingChromium } from '../test/e2e/fixtures/chromium.ts'
import { closeTab, freezeProcess, reloadPage } from './reactions/browsers.ts'
import { interruptCommands } from './reactions/interrupt.ts'
import { muteOne } from './reactions/mute.ts'
import { judge, summarize } from './report.ts'
import type { Report } from './report.ts'

const RUNS = 5

interface Reaction {
  metric: string
  /** Participants */
  n: number
  /** ms */
  goal: number
  needsChromium: boolean
  measure(): Promise<number[]>
}

const REACTIONS: Reaction[] = [
  { metric: 'mute to silence at everybody', n: 3, goal: 100, needsChromium: false, measure: async () => [await muteOne()] },
  { metric: 'Ctrl-C to the end of the command', n: 2, goal: 2_000, needsChromium: false, measure: interruptCommands },
  { metric: 'tab closed to gone at everybody', n: 3, goal: 1_000, needsChromium: true, measure: async () => [await closeTab()] },
  { metric: 'page reloaded to its link up again', n: 2, goal: 3_000, needsChromium: true, measure: async () => [await reloadPage()] },
  { metric: 'process frozen to shown as reconnecting', n: 3, goal: 2_500, needsChromium: true, measure: async () => [await freezeProcess()] }
]

/** Measures how soon others notice what happens to a participant, and how soon the command ends */
export async function benchReactions (log: (line: string) => void, runs = RUNS): Promise<Report> {
  const report: Report = { name: 'reactions', results: [], ratios: [] }
  const missing = missingChromium()

  for (const { metric, n, goal, needsChromium, measure } of REACTIONS) {
    if (needsChromium && missing != null) {
      log(`${metric}: skipped, ${missing}`)
      continue
    }

    const times: number[] = []

    for (let run = 1; run <= runs; run++) {
      const measured = await measure()
      log(`${metric}, run ${run}: ${measured.map(time => time.toFixed(0)).join(', ')} ms`)
      times.push(...measured)
    }

    const result = summarize('groupcall', n, metric, 'ms', times)
    report.results.push(result)
    report.ratios.push(judge(result, `${goal} ms`, goal, 1))
  }

  return report
}
