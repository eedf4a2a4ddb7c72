import { saveReport } from './report-file.ts'
import type { CallView } from './events.ts'
import type { GroupCall } from '../../index.ts'

export interface QualityVerdictInit {
  view: CallView
  /** Where to save a report at the end, if anywhere */
  file?: string
  /** Called when the report can't be saved */
  onProblem(error: Error): void
}

/** Tells why a call was bad: when the user asks, and at the end */
export class QualityVerdict {
  private readonly init: QualityVerdictInit
  private call?: Pick<GroupCall, 'report'>

  constructor (init: QualityVerdictInit) {
    this.init = init
  }

  attach (call: Pick<GroupCall, 'report'>): void {
    this.call = call
  }

  /** Shows what was bad in the last two minutes, if anything was */
  explain (): void {
    if (this.call != null) {
      this.init.view.show({ type: 'verdict', asked: true, saved: false, verdict: this.call.report().verdict })
    }
  }

  /** Saves the report, and tells what was bad if a link was poor or lost. Never rejects */
  async close (): Promise<void> {
    const { file, view, onProblem } = this.init
    const report = this.call?.report()

    if (report == null) {
      return
    }

    if (report.participants.some(({ problems }) => problems.some(({ severity }) => severity === 'poor'))) {
      view.show({ type: 'verdict', asked: false, saved: file != null, verdict: report.verdict })
    }

    if (file != null) {
      await saveReport(file, report).then(() => { view.show({ type: 'report', path: file }) }, onProblem)
    }
  }
}
