import { isOver } from '../../mesh/index.ts'
import { LinkHistory } from './link-history.ts'
import { qualityReport } from './quality-report.ts'
import type { QualityReport } from './quality-report.ts'
import type { GroupCall } from '../group-call.ts'
import type { Participant } from '../protocol/participants.ts'

/** Remembers how the links of a call are, until it ends */
export class LinkRecorder {
  private readonly history = new LinkHistory()
  private ended?: { now: number, wallClock: number }

  constructor (call: Pick<GroupCall, 'addEventListener' | 'state'>) {
    const record = (add: (now: number) => void): void => {
      // links that we close ourselves aren't broken
      if (!isOver(call.state)) {
        add(performance.now())
      }
    }
    const onChange = ({ detail }: CustomEvent<Participant>): void => {
      // a participant on hold deliberately has no link
      if (!detail.onHold) {
        record(now => { this.history.changed(detail, now) })
      }
    }

    call.addEventListener('participant:join', onChange)
    call.addEventListener('participant:update', onChange)
    call.addEventListener('quality', ({ detail: { participant } }) => { record(now => { this.history.measured(participant, now) }) })
    call.addEventListener('participant:leave', ({ detail }) => { record(now => { this.history.left(detail, now) }) })
    call.addEventListener('state', ({ detail }) => {
      if (isOver(detail)) {
        this.ended ??= present()
      }
    })
  }

  /** Returns a report of the last two minutes, or of those before the call's end */
  report (): QualityReport {
    const { now, wallClock } = this.ended ?? present()

    return qualityReport(this.history.list(now), now, wallClock)
  }
}

function present (): { now: number, wallClock: number } {
  return { now: performance.now(), wallClock: Date.now() }
}
